"""An alarm on what should have happened and did not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.workload.errors import CatalogError

LONGEST_HOURS = 168
"""CloudWatch looks back seven days at most."""


@dataclass(frozen=True, kw_only=True)
class SilenceAlarm:
    """Alarms when a count was not made for so many hours; before the first one it alarms as well.

    Args:
        name: of the alarm: `{workload}-{name}`.
        metric: as the function counts it, in the namespace Offload.
        service: the function that counts it, by its short name.
        hours: 2 to 168; somewhat more than the time between two counts when all is well.
        text: what the person on call reads.
        dimensions: as the function counts it, without the service.
    """

    name: str
    metric: str
    service: str
    hours: int
    text: str
    dimensions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 2 <= self.hours <= LONGEST_HOURS:
            raise CatalogError(
                f"silence alarm {self.name!r}: hours is 2 to {LONGEST_HOURS}, not {self.hours}"
            )
