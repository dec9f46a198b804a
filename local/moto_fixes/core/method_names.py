"""moto inspects the whole class of a service at every call.

moto 5.2.5, `core/responses.py: BaseResponse.call_action` asks `method_names_from_class` whether the service
has the operation, which costs 0.1 ms of each call. Can go when moto keeps the answer. Install it last:
operations added afterwards are not found.

Shown by test_a_call_inspects_no_class
in tests/flow/local/moto_fixes/test_speed.py.
"""

import functools

from moto.core import responses, utils

from local.moto_fixes.mend import replace


def install() -> None:
    """Mend moto."""
    replace(responses, "method_names_from_class", functools.cache(utils.method_names_from_class))
