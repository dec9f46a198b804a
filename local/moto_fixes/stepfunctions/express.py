"""moto runs an Express state machine as if it were a Standard one.

moto 5.2.5, `stepfunctions/parser/backend/execution.py: Execution` and `models.py`: Express executions have a
Standard one's ARN, description and history, unique names, and all the time they want. Can go when moto tells
the two apart.

https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html

Shown by test_an_express_execution_leaves_no_trace_but_may_repeat_its_name
in tests/conformance/stepfunctions/test_executions.py.
"""

from collections.abc import Callable
from typing import Any, Final

from moto.moto_api._internal import mock_random
from moto.stepfunctions.exceptions import InvalidArn
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.component.program.program import Program
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions import turns

EXPRESS: Final = "EXPRESS"
#: An Express execution runs this long at most, in seconds.
LONGEST: Final = 5 * 60

_moto_init = Execution.__init__
_moto_known_name = StateMachine._handle_name_input_idempotency
_moto_validate_arn = StepFunctionsParserBackend._validate_execution_arn


def install() -> None:
    """Mend moto."""
    replace(Execution, "__init__", _init)
    replace(StateMachine, "_handle_name_input_idempotency", _known_name)
    replace(StepFunctionsParserBackend, "_validate_execution_arn", _validate_arn)
    replace(Program, "eval", _eval)


def _init(execution: Execution, *, exec_arn: str, state_machine: StateMachine, **more: Any) -> None:
    if state_machine.type == EXPRESS:
        exec_arn = f"{exec_arn.replace(':execution:', ':express:')}:{mock_random.uuid4()}"
    state_machine.sm_type = state_machine.type
    init: Callable[..., None] = _moto_init
    init(execution, exec_arn=exec_arn, state_machine=state_machine, **more)


def _known_name(machine: StateMachine, name: str, execution_input: str) -> object:
    return None if machine.type == EXPRESS else _moto_known_name(machine, name, execution_input)


def _validate_arn(backend: StepFunctionsParserBackend, execution_arn: str) -> None:
    if execution_arn.split(":")[5:6] == ["express"]:
        raise InvalidArn("Invalid Arn: 'Resource type not valid in this context: express'")
    _moto_validate_arn(backend, execution_arn)


def _eval(program: Program, env: Environment) -> None:
    limits = [] if program.timeout_seconds is None else [program.timeout_seconds.timeout_seconds]
    if env.execution_type == EXPRESS and not env.is_frame():
        limits.append(LONGEST)
    env.next_state_name = program.start_at.start_at_name
    work = turns.Thread(target=EvalComponent.eval, args=(program, env))
    work.start()
    work.join(min(limits, default=None))
    if work.is_alive():
        env.set_timed_out()
