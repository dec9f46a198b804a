"""Events to a function through a queue: an EventBridge rule, a queue with its DLQ, the function behind.

The queue keeps what the function could not take: EventBridge alone would try for a day and forget.
"""

from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.foundation import Foundation
from infra.constructs.job_queue import JobQueue
from infra.constructs.python_function import PythonFunction
from infra.constructs.queue_target import QueueTarget


class EventQueue(Construct):
    """A rule's events, queued for one function.

    Args:
        foundation: settings and alarms of the queue.
        short_name: of the queue and of the rule.
        consumer: takes the events.
        consumer_timeout_seconds: the function's timeout.
        max_concurrency: how many of the function run at a time.
        schedule: when the rule fires; or
        pattern: which events it passes on.
        bus: whose events; by default the account's default bus.
        batch_size: events the function is given at once.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        short_name: str,
        consumer: PythonFunction,
        consumer_timeout_seconds: int,
        max_concurrency: int,
        schedule: events.Schedule | None = None,
        pattern: events.EventPattern | None = None,
        bus: events.IEventBus | None = None,
        batch_size: int = 10,
    ) -> None:
        super().__init__(scope, construct_id)
        self.source = JobQueue(
            self,
            "Events",
            settings=foundation.settings,
            alarms=foundation.alarms,
            short_name=short_name,
            fifo=False,
            consumer_timeout_seconds=consumer_timeout_seconds,
        )
        self.rule = events.Rule(
            self,
            "Rule",
            rule_name=foundation.settings.physical_name(short_name),
            schedule=schedule,
            event_pattern=pattern,
            event_bus=bus,
            targets=[QueueTarget(self.source.queue)],  # type: ignore[list-item]  # jsii sees what it implements
        )
        self.source.queue.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("events.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[self.source.queue.queue_arn],
                conditions={"ArnEquals": {"aws:SourceArn": self.rule.rule_arn}},
            )
        )
        consumer.consume(self.source, batch_size=batch_size, max_concurrency=max_concurrency)
