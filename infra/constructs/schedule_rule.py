"""A schedule: a rule that wishes for a job at each firing, on the submitter's queue.

Scheduled rules are the default bus's alone.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
"""

from aws_cdk import aws_events as events
from constructs import Construct

from infra.constructs.queue_target import QueueTarget
from infra.constructs.queues_by_name import queue_by_name
from infra.settings import Settings
from infra.workload.schedule import Schedule


class ScheduleRule(Construct):
    """The rule.

    Args:
        settings: the stage's.
        short_name: of the rule; the submitter's queue lets it send by that name.
        entry: of the catalog.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, short_name: str, entry: Schedule
    ) -> None:
        super().__init__(scope, construct_id)
        firing = {
            "schedule": short_name,
            # Of one firing the time is the same, also where EventBridge delivers it twice.
            "time": events.EventField.from_path("$.time"),
            "type": entry.submits,
            "payload": dict(entry.payload),
        }
        queue = queue_by_name(self, settings=settings, short_name="submitter", fifo=False)
        events.Rule(
            self,
            "Rule",
            rule_name=settings.physical_name(short_name),
            enabled=entry.enabled,
            schedule=events.Schedule.expression(entry.expression),
            targets=[QueueTarget(queue, events.RuleTargetInput.from_object(firing))],  # type: ignore[list-item]  # jsii sees what it implements
        )
