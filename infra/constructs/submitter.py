"""Submitter: makes jobs of SubmitJob events, which other services put on the bus, and of schedules' firings.

It checks a payload by the same schema as the API does, which comes with its code.
"""

import json
from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.event_queue import EventQueue
from infra.constructs.foundation import Foundation
from infra.constructs.python_function import PythonFunction
from infra.draft4 import draft4_schema
from infra.workload.job_types import JobType, WorkerType
from infra.workload.schedule import Schedule
from infra.workload.workload import Workload

TIMEOUT_SECONDS = 30


class Submitter(Construct):
    """The rule, the queue and the function.

    Args:
        foundation: what every part stands on.
        catalog: the workloads: what can be submitted, and whose schedules submit.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, foundation: Foundation, catalog: Sequence[Workload]
    ) -> None:
        super().__init__(scope, construct_id)
        job_types = [job_type for workload in catalog for job_type in workload.job_types]
        function = PythonFunction(
            self,
            "Submitter",
            foundation=foundation,
            short_name="submitter",
            module="submitter.handler",
            timeout_seconds=TIMEOUT_SECONDS,
            environment={
                "INTAKE_QUEUE_URL": foundation.intake.queue_url,
                "EVENT_BUS": foundation.bus.event_bus_name,
                "MAX_ATTEMPTS": "10",
                "BACKOFF_BASE_SECONDS": "2",
                "BACKOFF_CAP_SECONDS": "300",
            },
            made={"functions/submitter/job_types.json": _described(job_types)},
        )
        self.source = EventQueue(
            self,
            "Wishes",
            foundation=foundation,
            short_name="submitter",
            consumer=function,
            consumer_timeout_seconds=TIMEOUT_SECONDS,
            max_concurrency=10,
            pattern=events.EventPattern(detail_type=["SubmitJob"]),
            bus=foundation.bus,
        ).source
        function.tell(DLQ_URL=self.source.dlq.queue_url)
        function.allow("sqs:SendMessage", on=[self.source.dlq.queue_arn, foundation.intake.queue_arn])
        function.allow("events:PutEvents", on=[foundation.bus.event_bus_arn])
        self._let_schedules_send(foundation, catalog)

    def _let_schedules_send(self, foundation: Foundation, catalog: Sequence[Workload]) -> None:
        rules = [
            Stack.of(self).format_arn(
                service="events",
                resource="rule",
                resource_name=foundation.settings.physical_name(workload.short_name(schedule.name)),
            )
            for workload in catalog
            for schedule in workload.of(Schedule)
        ]
        if rules:
            self.source.queue.add_to_resource_policy(
                iam.PolicyStatement(
                    principals=[iam.ServicePrincipal("events.amazonaws.com")],
                    actions=["sqs:SendMessage"],
                    resources=[self.source.queue.queue_arn],
                    conditions={"ArnEquals": {"aws:SourceArn": rules}},
                )
            )


def _described(job_types: Sequence[JobType]) -> str:
    return json.dumps(
        {
            job_type.name: {
                "contract": draft4_schema(job_type.contract),
                "ordered_by": job_type.ordered_by if isinstance(job_type, WorkerType) else None,
            }
            for job_type in job_types
        },
        indent=1,
        sort_keys=True,
    )
