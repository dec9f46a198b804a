"""Whether a task's resource exists, can be called as it says, and has the parameters it needs.

https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
"""

import re
from collections.abc import Iterator
from typing import Final

from local.moto_fixes.stepfunctions.definitions.finding import Finding, State
from local.moto_fixes.stepfunctions.task_parameters import operation_of

_TOKEN: Final = ".waitForTaskToken"
_SYNC: Final = (".sync", ".sync:2")

#: What can be called, by service and action, and how: an empty string for "request response".
SUPPORTED: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("lambda", "invoke"): ("", _TOKEN),
    ("sqs", "sendMessage"): ("", _TOKEN),
    ("sns", "publish"): ("", _TOKEN),
    ("events", "putEvents"): ("", _TOKEN),
    ("states", "startExecution"): ("", *_SYNC, _TOKEN),
    **{("dynamodb", f"{verb}Item"): ("",) for verb in ("get", "put", "update", "delete")},
}
_SERVICE: Final = re.compile(
    r"arn:aws:states:::([a-z0-9-]+):([A-Za-z0-9:]+?)(\.sync(?::2)?|\.waitForTaskToken)?"
)
_FUNCTION: Final = re.compile(
    r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?"
)
_ACTIVITY: Final = re.compile(r"arn:aws:states:[a-z0-9-]+:\d{12}:activity:.+")


def check(state: State) -> Iterator[Finding]:
    """Yield what is wrong with a task's resource and parameters."""
    resource, place = state.fields.get("Resource"), state.at("Resource")
    if not isinstance(resource, str):
        yield Finding("These fields are required: [Resource]", state.location)
    elif _FUNCTION.fullmatch(resource) or resource.startswith("$"):
        return
    elif _ACTIVITY.fullmatch(resource):
        yield Finding(
            "Express state machine does not support Activity ARN"
            if state.express
            else "activities are not supported here",
            place,
        )
    elif (found := _SERVICE.fullmatch(resource)) is None:
        yield Finding(
            f"The resource provided {resource} is not recognized. The value is not a valid resource ARN, "
            "or the resource is not available in this region.",
            place,
        )
    else:
        service, action, pattern = found[1], found[2], found[3] or ""
        yield from _check_service(state, service, action, pattern)


def _check_service(state: State, service: str, action: str, pattern: str) -> Iterator[Finding]:
    place = state.at("Resource")
    if state.express and pattern:
        yield Finding(f"Express state machine does not support '{pattern}' service integration", place)
        return
    patterns: tuple[str, ...] | None
    if service == "aws-sdk":
        api, _, operation = action.partition(":")
        patterns = ("", _TOKEN) if operation_of(api, operation) is not None else None
    else:
        api, operation = service, action
        patterns = SUPPORTED.get((service, action))
    if patterns is None or pattern not in patterns:
        yield Finding(
            f"The resource provided {state.fields['Resource']} is not recognized, "
            "or not one of those that are supported here",
            place,
        )
        return
    yield from _check_parameters(state, api, operation)


def _check_parameters(state: State, service: str, action: str) -> Iterator[Finding]:
    field = "Arguments" if state.language == "JSONata" else "Parameters"
    given = state.fields.get(field, {})
    model = operation_of(service, action)
    assert model is not None, "the action was looked up"
    if not isinstance(given, dict):
        return
    shape = model.input_shape
    members = {_capital(name) for name in shape.members} if shape is not None else set()
    names = {name.removesuffix(".$") for name in given}
    for name in sorted(names - members):
        yield Finding(f'The field "{name}" is not supported by Step Functions', state.at(field))
    required = {_capital(name) for name in shape.required_members} if shape is not None else set()
    if missing := sorted(required - names):
        yield Finding(f"These fields are required: [{', '.join(missing)}]", state.at(field))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
