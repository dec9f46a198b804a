"""Settle: hears from Step Functions how an execution ended, and ends its job accordingly.

The events come on the account's default bus, best effort; what stays silent the sweep asks for.
https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
"""

from collections.abc import Sequence

from aws_cdk import aws_events as events
from constructs import Construct

from infra.constructs.event_queue import EventQueue
from infra.constructs.executions import allow_describing, state_machine_arn
from infra.constructs.foundation import Foundation
from infra.constructs.python_function import PythonFunction

TIMEOUT_SECONDS = 30


class Settle(Construct):
    """The rule, the queue and the function.

    Args:
        foundation: what every part stands on.
        workflows: the names of those in the catalog; at least one.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        workflows: Sequence[str],
    ) -> None:
        super().__init__(scope, construct_id)
        job_store = foundation.job_store
        function = PythonFunction(
            self,
            "Settle",
            foundation=foundation,
            short_name="settle",
            module="settle.handler",
            timeout_seconds=TIMEOUT_SECONDS,
            environment={
                "JOB_TABLE": job_store.table_name,
                "RETENTION_DAYS": str(foundation.settings.job_retention_days),
            },
        )
        function.allow("dynamodb:GetItem", "dynamodb:UpdateItem", on=[job_store.table_arn])
        for workflow in workflows:
            allow_describing(function, settings=foundation.settings, workflow=workflow)
        self.source = EventQueue(
            self,
            "Ended",
            foundation=foundation,
            short_name="settle",
            consumer=function,
            consumer_timeout_seconds=TIMEOUT_SECONDS,
            max_concurrency=10,
            pattern=events.EventPattern(
                source=["aws.states"],
                detail_type=["Step Functions Execution Status Change"],
                detail={
                    "status": ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"],
                    "stateMachineArn": [
                        state_machine_arn(self, settings=foundation.settings, workflow=workflow)
                        for workflow in workflows
                    ],
                },
            ),
        ).source
