"""The executions that Map Runs have started: where they are kept, and how one is started.

moto finds an execution by its state machine; a child's is not one that can be listed or started by itself.

Shown by test_each_child_is_an_execution
in tests/conformance/stepfunctions/test_maps.py.
"""

import datetime as dt
import json
from collections.abc import Callable
from typing import Final

from moto.moto_api._internal import mock_random
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.api import StateMachineType
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor.map_run_record import (  # noqa: E501
    MapRunRecord,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend, stepfunctions_parser_backends
from pydantic import JsonValue

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.failures import failure
from local.moto_fixes.stepfunctions.task_clients import SESSION
from local.permissions import NotAllowed, Principal, role_session

#: Where a backend of moto keeps them, by the Map Run's ARN.
_KEPT: Final = "_children_of_map_runs"

#: Raises NotAllowed unless a principal may do an action on a resource.
_Require = Callable[[Principal, str, str], None]

_require: _Require | None = None

_moto_describe_execution = StepFunctionsParserBackend.describe_execution


def install() -> None:
    """Mend moto."""
    replace(StepFunctionsParserBackend, "describe_execution", _describe_execution)


def set_gatekeeper(require: _Require | None) -> None:
    """Let `require` say whether a role may start children; with None each may."""
    global _require
    _require = require


def start(env: Environment, run: MapRunRecord, definition: str, kind: str, data: JsonValue) -> Execution:
    """Start a child of a Map Run with `data` as its input; `kind` is "STANDARD" or "EXPRESS".

    The role of the state machine has to be allowed to start executions of it, or the Map fails.
    https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
    """
    details = env.aws_execution_details
    if _require is not None:
        machine_arn = env.states.context_object.context_object_data["StateMachine"]["Id"]
        try:
            _require(role_session(details.role_arn, SESSION), "states:StartExecution", machine_arn)
        except NotAllowed as error:
            raise failure(env, StatesErrorNameType.StatesPermissions, str(error)) from error
    backend = stepfunctions_parser_backends[details.account][details.region]
    machine_name = run.map_state_machine_arn.rpartition(":")[2]
    machine = StateMachine(  # type: ignore[abstract]  # as moto does
        run.map_state_machine_arn, machine_name, definition, details.role_arn, backend, sm_type=kind
    )
    name = str(mock_random.uuid4())
    execution = Execution(
        name=name,
        sm_type=StateMachineType(kind),
        role_arn=details.role_arn,
        exec_arn=f"{run.map_state_machine_arn.replace(':stateMachine:', ':execution:')}:{name}",
        account_id=details.account,
        region_name=details.region,
        state_machine=machine,  # type: ignore[arg-type]  # as moto does
        start_date=dt.datetime.now(dt.UTC),
        cloud_watch_logging_session=None,
        activity_store={},
        input_data=json.dumps(data, separators=(",", ":")),
    )
    _kept(backend).setdefault(run.map_run_arn, []).append(execution)
    execution.start()
    return execution


def children_of(backend: StepFunctionsParserBackend, map_run_arn: str) -> list[Execution]:
    """Return the children of a Map Run, in the order they were started."""
    return list(_kept(backend).get(map_run_arn, ()))


def all_children(backend: StepFunctionsParserBackend) -> list[Execution]:
    """Return the children of all Map Runs."""
    return [child for children in _kept(backend).values() for child in children]


def map_run_of(backend: StepFunctionsParserBackend, execution_arn: str) -> str | None:
    """Return the ARN of the Map Run that started an execution, None if none did."""
    for map_run_arn, children in _kept(backend).items():
        if any(child.exec_arn == execution_arn for child in children):
            return map_run_arn
    return None


def _kept(backend: StepFunctionsParserBackend) -> dict[str, list[Execution]]:
    kept: dict[str, list[Execution]] = vars(backend).setdefault(_KEPT, {})
    return kept


def _describe_execution(backend: StepFunctionsParserBackend, execution_arn: str) -> Execution:
    for child in all_children(backend):
        if child.exec_arn == execution_arn:
            return child
    execution = _moto_describe_execution(backend, execution_arn)
    assert isinstance(execution, Execution), "the interpreter's backend makes executions that run"
    return execution
