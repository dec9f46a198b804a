"""Does the sample jobs over HTTP, one after the other, and says whether each ended as its sample says."""

from dataclasses import dataclass
from pathlib import Path
from textwrap import fill

from pydantic import JsonValue
from rich.console import Console

from local.cli import journey
from local.cli.job import Job
from local.cli.jobs_api import JobsApi
from local.cli.results import download
from local.cli.samples import Sample
from local.cli.trail import Trail

#: How long a sample may take: the slowest retries for half a minute.
PATIENCE_SECONDS = 180.0


@dataclass(frozen=True)
class Shown:
    """A sample that has been done.

    Attributes:
        payload: as it was submitted, with the keys of its uploads.
        job: as it ended.
    """

    sample: Sample
    payload: dict[str, JsonValue]
    job: Job

    @property
    def as_expected(self) -> bool:
        """Whether the job ended as the sample says."""
        error = self.job.error.type if self.job.error is not None else None
        return self.job.status == self.sample.expect and error == self.sample.expect_error


def show_sample(sample: Sample, api: JobsApi, trail: Trail, folder: Path, console: Console) -> Shown:
    """Upload the sample's files, submit it, show its way, and keep its result's files in `folder`.

    Raises Refused or NothingListens.
    """
    console.print(sample.title, style="bold", markup=False)
    uploads = {field: api.upload(path) for field, path in sample.uploads.items()}
    payload = sample.payload | uploads
    accepted = api.submit(sample.type, payload)
    job = journey.show(console, api.follow(accepted, within=PATIENCE_SECONDS), trail.trouble)
    passed = f"{journey.INDENT}through {', '.join(trail.of(job.id))}"
    console.print(fill(passed, console.width, subsequent_indent=journey.INDENT), style="dim")
    for path in download(api, job, folder):
        console.print(f"{journey.INDENT}{path}  {path.stat().st_size:,} bytes", markup=False)
    shown = Shown(sample, payload, job)
    if not shown.as_expected:
        console.print(f"{journey.INDENT}expected was {_wanted(sample)}", style="red", markup=False)
    console.print()
    return shown


def _wanted(sample: Sample) -> str:
    return f"{sample.expect} {sample.expect_error or ''}".rstrip()
