"""Does the samples over HTTP, one after the other, and says whether each went as its file says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from local.cli import journey
from local.cli.jobs_api import NotEnded, Refused
from local.cli.samples import Sample
from local.cli.samples.matching import NoSuchPart
from local.cli.samples.references import Known
from local.cli.surroundings import Surroundings
from local.cli.take_steps import Submitted, Unexpected, Walk
from local.cli.trail import Trail
from local.users import USERS


@dataclass(frozen=True)
class Shown:
    """A sample that has been done.

    Attributes:
        as_expected: whether every step went as the sample says.
        submitted: its jobs, as they were submitted.
    """

    sample: Sample
    as_expected: bool
    submitted: tuple[Submitted, ...]


def show_sample(
    sample: Sample, surroundings: Surroundings, trail: Trail, folder: Path, console: Console
) -> Shown:
    """Take the sample's steps until one goes otherwise than expected, and keep its files in `folder`.

    Raises NothingListens.
    """
    console.print(sample.title, style="bold", markup=False)
    known = Known(_given(surroundings.places), datetime.now(UTC))
    walk = Walk(surroundings, known, trail, folder / sample.name, console)
    as_expected = True
    for step in sample.steps:
        try:
            walk.take(step)
        except (NoSuchPart, NotEnded, Refused, Unexpected) as reason:
            for line in str(reason).splitlines():
                console.print(f"{journey.INDENT}{line}", style="red", markup=False, soft_wrap=True)
            as_expected = False
            break
    console.print()
    return Shown(sample, as_expected, tuple(walk.submitted))


def _given(places: Mapping[str, str]) -> dict[str, str]:
    return {**{user.name: user.user_id for user in USERS}, **places}
