"""moto's interpreter copies the state forty times an execution, value by value.

moto 5.2.5, `copy.deepcopy` in `stepfunctions/parser/asl`: with a state of 30 KB, copying is three quarters
of an execution's time. The state is JSON, which marshal copies in one go; anything else is copied as
before. Can go when moto copies less. `benchmarks/moto_fixes` measures it.

Shown by test_a_large_state_makes_an_execution_little_harder
in tests/flow/local/moto_fixes/test_speed.py.
"""

import copy
import marshal
from types import ModuleType
from typing import TypeVar

from moto.stepfunctions.parser.asl.component.common.path import result_path
from moto.stepfunctions.parser.asl.component.common.string import string_expression
from moto.stepfunctions.parser.asl.component.intrinsic.function.statesfunction.json_manipulation import (
    json_merge,
)
from moto.stepfunctions.parser.asl.component.state.exec import execute_state
from moto.stepfunctions.parser.asl.component.state.exec.state_map import state_map
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import state_parallel
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service
from moto.stepfunctions.parser.asl.eval import states

from local.moto_fixes.mend import replace

T = TypeVar("T")

_COPY_STATE: tuple[ModuleType, ...] = (
    execute_state,
    json_merge,
    result_path,
    state_map,
    state_parallel,
    state_task_service,
    states,
    string_expression,
)


class JsonCopy:
    """What the interpreter uses of the module `copy`."""

    copy = staticmethod(copy.copy)

    @staticmethod
    def deepcopy(value: T) -> T:
        """Return a copy of `value` that shares nothing with it that can change."""
        try:
            copied: T = marshal.loads(marshal.dumps(value))  # type: ignore[arg-type]  # raises if it cannot
        except ValueError:
            return copy.deepcopy(value)
        return copied


def install() -> None:
    """Mend moto."""
    for module in _COPY_STATE:
        replace(module, "copy", JsonCopy)
