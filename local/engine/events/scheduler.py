"""EventBridge Scheduler's schedules: invokes their targets when they fall due.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-delete.html
"""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from moto.scheduler.models import Schedule, ScheduleGroup, scheduler_backends

from local.hub import Hub
from local.moto_fixes.events.schedule_expression import parse_once, parse_schedule

#: Takes a schedule and the instant it fell due.
Invoke = Callable[[Schedule, float], None]


class Scheduler:
    """The schedules of one account and region.

    Args:
        hub: gives the time.
        account: the AWS account's number.
        region: the AWS region.
        invoke: invokes a schedule's target, later.
    """

    def __init__(self, hub: Hub, account: str, region: str, invoke: Invoke) -> None:
        self._hub = hub
        self._account = account
        self._region = region
        self._invoke = invoke
        #: The next instant of each enabled schedule, by what decides on it; None for one that is over.
        self._due: dict[tuple[object, ...], float | None] = {}
        self._changed = hub.signal()

    def start(self) -> None:
        """Begin to invoke what falls due."""
        self._hub.spawn(self._run, "scheduler")

    def read(self) -> None:
        """Bring this in line with moto's schedules; one that is new, changed or enabled again begins now."""
        now = self._hub.now()
        enabled = {_key(schedule): schedule for _, schedule in self._schedules()}
        self._due = {
            key: self._due[key] if key in self._due else _first(schedule, now)
            for key, schedule in enabled.items()
            if schedule.state == "ENABLED"
        }
        self._changed.set()

    def _run(self) -> None:
        while True:
            self._changed.clear()
            next_due = min((due for due in self._due.values() if due is not None), default=None)
            left = None if next_due is None else next_due - self._hub.now()
            if left is not None and (left <= 0 or not self._changed.wait(left)):
                self._invoke_due()
            elif left is None:
                self._changed.wait()

    def _invoke_due(self) -> None:
        for group, schedule in list(self._schedules()):
            due = self._due.get(_key(schedule))
            if due is not None and due <= self._hub.now():
                following = self._due[_key(schedule)] = _next(schedule, due)
                self._invoke(schedule, due)
                if following is None and schedule.action_after_completion == "DELETE":
                    group.delete_schedule(schedule.name)

    def _schedules(self) -> Iterator[tuple[ScheduleGroup, Schedule]]:
        for group in scheduler_backends[self._account][self._region].schedule_groups.values():
            for schedule in group.schedules.values():
                yield group, schedule


def _key(schedule: Schedule) -> tuple[object, ...]:
    return (
        schedule.arn,
        schedule.schedule_expression,
        schedule.schedule_expression_timezone,
        schedule.start_date,
        schedule.end_date,
        schedule.last_modified_date,
    )


def _first(schedule: Schedule, now: float) -> float | None:
    """Return when a schedule that begins now is due first; a rate is at once, or at its start date."""
    zone = ZoneInfo(schedule.schedule_expression_timezone)
    start = float(schedule.start_date) if schedule.start_date else now
    once = parse_once(schedule.schedule_expression, zone)
    if once is not None:
        return once if once >= now else None
    following = parse_schedule(schedule.schedule_expression, zone)
    due = start if schedule.schedule_expression.startswith("rate") else following(max(start, now) - 1)
    while due is not None and due < now:
        due = following(due)
    return _before_end(schedule, due)


def _next(schedule: Schedule, due: float) -> float | None:
    zone = ZoneInfo(schedule.schedule_expression_timezone)
    if parse_once(schedule.schedule_expression, zone) is not None:
        return None
    return _before_end(schedule, parse_schedule(schedule.schedule_expression, zone)(due))


def _before_end(schedule: Schedule, due: float | None) -> float | None:
    over = due is not None and schedule.end_date is not None and due > float(schedule.end_date)
    return None if over else due
