"""Event source mappings: keeps a poller going for each one that is enabled.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from moto.awslambda.models import lambda_backends

#: Invocations at a time for a mapping that sets no maximum: Lambda begins with so many pollers.
#: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
DEFAULT_CONCURRENCY = 5


class UnsupportedMapping(RuntimeError):
    """An event source mapping asks for something the engine cannot do."""


@dataclass(frozen=True)
class QueueMapping:
    """A mapping from a queue to a function.

    Attributes:
        uuid: names the mapping.
        queue: the queue's ARN.
        function: the function's ARN.
        batch_size: messages an invocation is given at most.
        window: how long a batch may wait to fill up, in seconds.
        concurrency: invocations at a time at most.
        reports_failures: whether the function's answer says which messages failed.
    """

    uuid: str
    queue: str
    function: str
    batch_size: int
    window: float
    concurrency: int
    reports_failures: bool


class Poller(Protocol):
    """What reads a queue for a mapping."""

    def start(self) -> None:
        """Begin to poll."""

    def stop(self) -> None:
        """Take no more messages; those taken are still worked on."""


class EventSourceMappings:
    """The mappings of one account and region.

    Args:
        account: the AWS account's number.
        region: the AWS region.
        new_poller: makes a poller for a mapping.
    """

    def __init__(self, account: str, region: str, new_poller: Callable[[QueueMapping], Poller]) -> None:
        self._account = account
        self._region = region
        self._new_poller = new_poller
        self._pollers: dict[QueueMapping, Poller] = {}

    def read(self) -> None:
        """Bring the pollers in line with moto's mappings. Raises UnsupportedMapping."""
        mappings = lambda_backends[self._account][self._region].list_event_source_mappings("", "")
        enabled = [_queue_mapping(mapping.get_configuration()) for mapping in mappings if mapping.enabled]
        for mapping in [mapping for mapping in self._pollers if mapping not in enabled]:
            self._pollers.pop(mapping).stop()
        for mapping in enabled:
            if mapping not in self._pollers:
                self._pollers[mapping] = self._new_poller(mapping)
                self._pollers[mapping].start()


def _queue_mapping(configuration: Mapping[str, Any]) -> QueueMapping:
    uuid, source = configuration["UUID"], configuration["EventSourceArn"]
    if source.split(":")[2] != "sqs":
        raise UnsupportedMapping(f"mapping {uuid}: only queues are polled, not {source}")
    if configuration.get("FilterCriteria"):
        raise UnsupportedMapping(f"mapping {uuid}: FilterCriteria are not applied")
    return QueueMapping(
        uuid=uuid,
        queue=source,
        function=configuration["FunctionArn"],
        batch_size=configuration["BatchSize"],
        window=configuration.get("MaximumBatchingWindowInSeconds") or 0,
        concurrency=(configuration.get("ScalingConfig") or {}).get("MaximumConcurrency", DEFAULT_CONCURRENCY),
        reports_failures="ReportBatchItemFailures" in (configuration.get("FunctionResponseTypes") or []),
    )
