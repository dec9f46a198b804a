"""An alarm on a metric that a workload counts itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class MetricAlarm:
    """Alarms when a count is above a number within five minutes.

    Args:
        name: of the alarm: `{workload}-{name}`.
        metric: as the function counts it, in the namespace Offload.
        dimensions: as the function counts it, without the service.
        service: the function that counts it, by its short name; "" where the metric is not of one service.
        above: the largest sum that is still well.
        text: what the person on call reads.
    """

    name: str
    metric: str
    service: str
    text: str
    dimensions: Mapping[str, str] = field(default_factory=dict)
    above: float = 0
