"""moto counts bytes that are not there: its states may hold some percent less than 256 KiB.

moto 5.2.5, `stepfunctions/parser/quotas.py: is_within_size_quota` measures JSON with spaces after commas and
with letters escaped, counts what Lambda answers beside the payload, and refuses exactly 256 KiB. Can go when
moto measures UTF-8 without spaces.

https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html

Shown by test_a_result_over_256_kib_fails_by_its_name
in tests/conformance/stepfunctions/test_errors.py.
"""

import json
from typing import Final

from moto.stepfunctions.parser.asl.component.state import state
from moto.stepfunctions.parser.asl.component.state.exec.state_task import state_task_lambda
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service

from local.moto_fixes.mend import replace

LARGEST_DATA_BYTES: Final = 256 * 1024


def install() -> None:
    """Mend moto."""
    for module in (state, state_task_service):
        replace(module, "is_within_size_quota", fits)
    replace(state_task_lambda, "is_within_size_quota", _payload_fits)


def fits(value: object) -> bool:
    """Tell whether `value`, as compact JSON, is small enough for a state's input or output."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return len(text.encode("utf-8", "surrogatepass")) <= LARGEST_DATA_BYTES


def _payload_fits(value: object) -> bool:
    """Tell whether what Lambda answered, or a state's output, is small enough."""
    if isinstance(value, dict) and value.keys() >= {"Payload", "StatusCode"}:
        return fits(value["Payload"])
    return fits(value)
