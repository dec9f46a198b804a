"""moto takes schedules of rules that are none.

moto 5.2.5, `events/models.py: EventsBackend.put_rule` looks at the outer shape of a schedule alone: rate(1
minutes) and cron(61 * * * ? *) pass. Can go when moto reads the expressions.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html

Shown by test_what_is_no_schedule_is_refused
in tests/conformance/eventbridge/test_schedules.py.
"""

from typing import Any

from moto.events.exceptions import ValidationException
from moto.events.models import EventsBackend, Rule

from local.moto_fixes.events.schedule_expression import parse_schedule
from local.moto_fixes.mend import replace

_moto_put_rule = EventsBackend.put_rule


def install() -> None:
    """Mend moto."""
    replace(EventsBackend, "put_rule", _put_rule)


def _put_rule(backend: EventsBackend, name: str, **settings: Any) -> Rule:
    expression = settings.get("scheduled_expression")
    if expression:
        try:
            parse_schedule(expression)
        except ValueError as error:
            raise ValidationException(f"Parameter ScheduleExpression is not valid: {error}.") from None
    return _moto_put_rule(backend, name, **settings)
