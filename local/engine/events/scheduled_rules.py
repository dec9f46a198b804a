"""Scheduled rules: sends their events when they fall due.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
"""

from collections.abc import Mapping

from moto.events.models import Rule, events_backends

from local.hub import Hub
from local.moto_fixes.events.deliverer import Deliverer, Match
from local.moto_fixes.events.publishing import new_event, timestamp
from local.moto_fixes.events.schedule_expression import parse_schedule


class ScheduledRules:
    """The scheduled rules of one account and region, on the default bus, which alone can have some.

    Args:
        hub: gives the time.
        account: the AWS account's number.
        region: the AWS region.
        deliver: brings an event to a target, later.
    """

    def __init__(self, hub: Hub, account: str, region: str, deliver: Deliverer) -> None:
        self._hub = hub
        self._account = account
        self._region = region
        self._deliver = deliver
        #: The next instant of each enabled rule, by its name and expression.
        self._due: dict[tuple[str, str], float | None] = {}
        self._changed = hub.signal()

    def start(self) -> None:
        """Begin to send what falls due."""
        self._hub.spawn(self._run, "scheduled rules")

    def read(self) -> None:
        """Bring the schedules in line with moto's rules; one that is new or enabled again begins now."""
        enabled = [
            (rule.name, rule.scheduled_expression)
            for rule in self._rules().values()
            if rule.scheduled_expression and rule.state == "ENABLED"
        ]
        now = self._hub.now()
        self._due = {
            key: self._due[key] if key in self._due else parse_schedule(key[1])(now) for key in enabled
        }
        self._changed.set()

    def _run(self) -> None:
        while True:
            self._changed.clear()
            next_due = min((due for due in self._due.values() if due is not None), default=None)
            if not self._changed.wait(None if next_due is None else next_due - self._hub.now()):
                self._fire_due()

    def _fire_due(self) -> None:
        for (name, expression), due in list(self._due.items()):
            if due is not None and due <= self._hub.now():
                self._due[name, expression] = parse_schedule(expression)(due)
                self._fire(name, due)

    def _fire(self, name: str, due: float) -> None:
        rule = self._rules()[name]
        event = new_event(
            account=self._account,
            region=self._region,
            source="aws.events",
            detail_type="Scheduled Event",
            detail={},
            time=timestamp(due),
            resources=[rule.arn],
        )
        for target in list(rule.targets):
            self._deliver(Match(rule.arn, target, event))  # type: ignore[arg-type]  # validated by PutTargets

    def _rules(self) -> Mapping[str, Rule]:
        return events_backends[self._account][self._region].event_buses["default"].rules
