"""moto's GetExecutionHistory answers with all events at once, oldest first, whatever is asked.

moto 5.2.5, `stepfunctions/responses.py: StepFunctionResponse.get_execution_history` reads neither maxResults,
nextToken, reverseOrder nor includeExecutionData. Can go when moto does.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html

Shown by test_a_history_tells_what_has_happened_in_order
in tests/conformance/stepfunctions/test_executions.py.
"""

from typing import Final

from moto.core.responses import ActionResult
from moto.stepfunctions.exceptions import ValidationException
from moto.stepfunctions.responses import StepFunctionResponse

from local.moto_fixes.mend import replace

DEFAULT_EVENTS: Final = 100
#: What an event holds of the execution's data.
_DATA: Final = ("input", "inputDetails", "output", "outputDetails", "parameters")

_moto_get_execution_history = StepFunctionResponse.get_execution_history


def install() -> None:
    """Mend moto."""
    replace(StepFunctionResponse, "get_execution_history", _get_execution_history)


def _get_execution_history(response: StepFunctionResponse) -> ActionResult:
    answer = _moto_get_execution_history(response)
    assert isinstance(answer.result, dict)
    events = list(answer.result["events"])
    if response._get_bool_param("reverseOrder"):
        events.reverse()
    first = _position(response._get_param("nextToken"), len(events))
    last = first + (response._get_int_param("maxResults") or DEFAULT_EVENTS)
    page = events[first:last]
    if not response._get_bool_param("includeExecutionData", if_none=True):
        page = [_without_data(event) for event in page]
    more = {"nextToken": f"event-{last}"} if last < len(events) else {}
    return ActionResult({"events": page, **more})


def _position(token: str | None, events: int) -> int:
    if token is None:
        return 0
    _, _, position = token.partition("event-")
    if not position.isdecimal() or int(position) >= events:
        raise ValidationException(f"Invalid Token: '{token}'")
    return int(position)


def _without_data(event: dict[str, object]) -> dict[str, object]:
    return {
        name: {key: each for key, each in value.items() if key not in _DATA}
        if isinstance(value, dict)
        else value
        for name, value in event.items()
    }
