"""moto's interpreter imports EC2, for the sake of one enumeration of its AWS Batch integration.

moto 5.2.5, `state_task/service/state_task_service_batch.py` imports `moto.batch`, which takes a fifth of the
time to import all of `local`. The integration needs containers and is refused here, so a module of its name
stands in from this file's import on, which is the first of moto's parser. Can go when moto imports less.

Shown by test_the_local_stack_does_not_import_ec2_for_an_integration_it_refuses
in tests/unit/local/moto_fixes/test_installing.py.
"""

import sys
from types import ModuleType
from typing import Final

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_unsupported import (  # noqa: E501
    StateTaskServiceUnsupported,
)

NAME: Final = "moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_batch"

_stand_in = ModuleType(NAME)
vars(_stand_in)["StateTaskServiceBatch"] = StateTaskServiceUnsupported
sys.modules.setdefault(NAME, _stand_in)


def install() -> None:
    """The import has mended moto."""
