"""A queue of a workload's own with the function behind it: an inner queue, or a subscriber's."""

import json

from aws_cdk import aws_events as events
from constructs import Construct

from infra.constructs.event_queue import EventQueue
from infra.constructs.job_queue import JobQueue
from infra.constructs.python_function import PythonFunction
from infra.settings import Settings
from infra.workload.consumers import InnerQueue, Pattern, QueueConsumer, Subscriber
from infra.workload.grant import Surroundings


class InnerQueueConsumer(Construct):
    """The queue, the DLQ and the function of an inner queue.

    Args:
        entry: of the catalog.
        surroundings: what its workload has around it.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, entry: InnerQueue, surroundings: Surroundings
    ) -> None:
        super().__init__(scope, construct_id)
        foundation = surroundings.foundation
        source = JobQueue(
            self,
            "Messages",
            settings=foundation.settings,
            alarms=foundation.alarms,
            short_name=f"{surroundings.workload}-{entry.name}",
            fifo=entry.fifo,
            consumer_timeout_seconds=entry.timeout_seconds,
        )
        function = _function(self, entry, surroundings)
        function.consume(source, batch_size=entry.batch_size, max_concurrency=entry.max_concurrency)
        _give_dlq(function, source)
        for grant in entry.grants:
            grant.give(function, surroundings)


class SubscriberQueue(Construct):
    """The rule, the queue, the DLQ and the function of a subscriber.

    Args:
        entry: of the catalog.
        surroundings: what its workload has around it.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, entry: Subscriber, surroundings: Surroundings
    ) -> None:
        super().__init__(scope, construct_id)
        foundation = surroundings.foundation
        function = _function(self, entry, surroundings)
        source = EventQueue(
            self,
            "Heard",
            foundation=foundation,
            short_name=f"{surroundings.workload}-{entry.name}",
            consumer=function,
            consumer_timeout_seconds=entry.timeout_seconds,
            max_concurrency=entry.max_concurrency,
            batch_size=entry.batch_size,
            pattern=_event_pattern(entry.pattern, foundation.settings),
            bus=foundation.bus if entry.bus == "offload" else None,
        ).source
        _give_dlq(function, source)


def _function(scope: Construct, entry: QueueConsumer, surroundings: Surroundings) -> PythonFunction:
    function = PythonFunction(
        scope,
        "Consumer",
        foundation=surroundings.foundation,
        short_name=f"{surroundings.workload}-{entry.name}",
        module=f"{surroundings.workload}.{entry.function_module}",
        timeout_seconds=entry.timeout_seconds,
        memory_mb=entry.memory_mb,
        environment={
            "MAX_ATTEMPTS": str(entry.attempts),
            "BACKOFF_BASE_SECONDS": str(entry.backoff_base_seconds),
            "BACKOFF_CAP_SECONDS": str(entry.backoff_cap_seconds),
            **entry.environment,
        },
    )
    for grant in entry.grants:
        grant.give(function, surroundings)
    return function


def _give_dlq(function: PythonFunction, source: JobQueue) -> None:
    """What was tried often enough, or never can succeed, the function sends to the DLQ with the reason."""
    function.tell(DLQ_URL=source.dlq.queue_url)
    function.allow("sqs:SendMessage", on=[source.dlq.queue_arn])


def _event_pattern(pattern: Pattern, settings: Settings) -> events.EventPattern:
    detail = json.dumps(dict(pattern.detail)).replace("{stage}", settings.stage)
    return events.EventPattern(
        source=list(pattern.source) or None,  # type: ignore[arg-type]  # matchers are objects
        detail_type=list(pattern.detail_type) or None,  # type: ignore[arg-type]
        detail=json.loads(detail) or None,
    )
