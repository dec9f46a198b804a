"""Scheduled rules: sends their events when they fall due.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
"""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from moto.events.models import events_backends
from moto.moto_api._internal import mock_random

from local.engine.schedule_expression import parse_schedule
from local.hub import Hub

#: Takes a target of a rule, as EventBridge describes it, and an event for it.
Deliver = Callable[[Mapping[str, Any], Mapping[str, Any]], None]


class Schedules:
    """The scheduled rules of one account and region, on the default bus, which alone can have some.

    Args:
        hub: gives the time.
        account: the AWS account's number.
        region: the AWS region.
        deliver: brings an event to a target.
    """

    def __init__(self, hub: Hub, account: str, region: str, deliver: Deliver) -> None:
        self._hub = hub
        self._account = account
        self._region = region
        self._deliver = deliver
        #: The next instant of each enabled rule, by its name and expression.
        self._due: dict[tuple[str, str], float | None] = {}
        self._changed = hub.signal()

    def start(self) -> None:
        """Begin to send what falls due."""
        self._hub.spawn(self._run, "schedules")

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
        event = {
            "version": "0",
            "id": str(mock_random.uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": self._account,
            "time": dt.datetime.fromtimestamp(due, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": self._region,
            "resources": [rule.arn],
            "detail": {},
        }
        for target in rule.targets:
            # In a task of its own: what is wrong with one target must not stop the others.
            self._hub.spawn(partial(self._deliver, target, event), f"rule {name}")

    def _rules(self) -> Mapping[str, Any]:
        return events_backends[self._account][self._region].event_buses["default"].rules
