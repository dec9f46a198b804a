"""Where definitions are checked: when a state machine is made or changed, or when somebody asks.

Shown by test_a_transition_to_nowhere_is_refused
in tests/conformance/stepfunctions/test_definitions.py.
"""

import json
from typing import Any, Final

from moto.core.responses import ActionResult
from moto.stepfunctions.exceptions import StateMachineDoesNotExist, ValidationException
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.api import InvalidDefinition, StateMachineAlreadyExists
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse

from local.moto_fixes.mend import add, replace
from local.moto_fixes.stepfunctions.definitions.checking import check
from local.moto_fixes.stepfunctions.definitions.finding import Finding
from local.moto_fixes.stepfunctions.express import EXPRESS

_TYPES: Final = ("STANDARD", EXPRESS)

_moto_create = StepFunctionsParserBackend.create_state_machine
_moto_update = StepFunctionsParserBackend.update_state_machine


def install() -> None:
    """Mend moto."""
    replace(StepFunctionsParserBackend, "create_state_machine", _create)
    replace(StepFunctionsParserBackend, "update_state_machine", _update)
    add(StepFunctionResponse, "validate_state_machine_definition", _validate_state_machine_definition)


def findings(definition: str, kind: str) -> list[Finding]:
    """Return what is wrong with the definition of a state machine of a type, "STANDARD" or "EXPRESS"."""
    found = check(definition, express=kind == EXPRESS)
    if not found:
        try:
            AmazonStateLanguageParser.parse(definition)
        except Exception as error:  # noqa: BLE001 - moto's parser raises whatever its parts meet
            found = [Finding(str(error), "/")]
    return found


def _create(backend: StepFunctionsParserBackend, **parameters: Any) -> StateMachine:
    kind = parameters.get("sm_type") or "STANDARD"
    if kind not in _TYPES:
        raise ValidationException(f"Value at 'type' must satisfy enum value set: {list(_TYPES)}")
    _refuse_invalid(parameters["definition"], kind)
    arn = f"arn:aws:states:{backend.region_name}:{backend.account_id}:stateMachine:{parameters['name']}"
    _refuse_other_than(backend, arn, parameters)
    return _moto_create(backend, **parameters)


def _update(
    backend: StepFunctionsParserBackend, arn: str, definition: str | None = None, **more: Any
) -> StateMachine:
    if definition is not None:
        _refuse_invalid(definition, backend.describe_state_machine(arn).type)
    return _moto_update(backend, arn, definition, **more)  # type: ignore[arg-type]  # it may be None


def _refuse_invalid(definition: str, kind: str) -> None:
    found = findings(definition, kind)
    if found:
        raise InvalidDefinition("Invalid State Machine Definition: '" + ", ".join(map(str, found)) + "'")


def _refuse_other_than(backend: StepFunctionsParserBackend, arn: str, parameters: dict[str, Any]) -> None:
    """Raise if there is a state machine of the name that is not the same in all."""
    try:
        present = backend.describe_state_machine(arn)
    except StateMachineDoesNotExist:
        return
    same = (
        json.loads(present.definition) == json.loads(parameters["definition"])
        and present.roleArn == parameters["roleArn"]
        and present.type == (parameters.get("sm_type") or "STANDARD")
    )
    if not same:
        raise StateMachineAlreadyExists(f"State Machine Already Exists: '{arn}'")


def _validate_state_machine_definition(response: StepFunctionResponse) -> ActionResult:
    kind = response._get_param("type", if_none="STANDARD")
    found = findings(response._get_param("definition"), kind)
    diagnostics = [
        {"severity": "ERROR", "code": each.code, "message": each.message, "location": each.location}
        for each in found
    ]
    return ActionResult({"result": "FAIL" if found else "OK", "diagnostics": diagnostics, "truncated": False})
