"""moto's interpreter runs in threads, and waits in real time.

moto 5.2.5, `stepfunctions/parser`: an execution, a branch, an iteration and each attempt of a task have a
thread of their own, and Wait, Retry, timeouts and heartbeats sleep. Here they are the hub's tasks and wait
on its clock, so a seed fixes their order and days pass at once. Can go when moto lets its threads and clock
be chosen.

Shown by test_a_timeout_in_a_branch_is_caught_outside
in tests/flow/local/moto_fixes/test_stepfunctions_errors.py.
"""

from types import ModuleType

from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.program import program
from moto.stepfunctions.parser.asl.component.state.exec import execute_state
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import (
    inline_iteration_component,
    job,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor import (
    map_run_record,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import branch_worker, branches_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_callback,
)
from moto.stepfunctions.parser.asl.eval import environment
from moto.stepfunctions.parser.asl.eval.callback import callback
from moto.stepfunctions.parser.asl.eval.event import event_manager
from moto.stepfunctions.parser.backend import execution_worker
from moto.stepfunctions.parser.utils import TMP_THREADS

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions import turns

#: Modules that say `threading.Thread` and the like.
_SAY_THREADING: tuple[ModuleType, ...] = (
    program,
    execute_state,
    inline_iteration_component,
    job,
    map_run_record,
    branch_worker,
    branches_decl,
    state_task_service_callback,
    environment,
    event_manager,
)


def install() -> None:
    """Mend moto."""
    for module in _SAY_THREADING:
        replace(module, "threading", turns)
    for module in (retrier_decl, state_task_service_callback):
        replace(module, "time", turns)
    for module, names in (
        (execute_state, ["Thread"]),
        (execution_worker, ["Thread"]),
        (callback, ["Event", "Lock"]),
    ):
        for name in names:
            replace(module, name, getattr(turns, name))


def forget() -> None:
    """Let go of the tasks of a hub that has stopped: moto keeps every thread it ever made."""
    TMP_THREADS.clear()
