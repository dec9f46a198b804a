"""The errors moto's interpreter answers with have no names.

moto 5.2.5, `stepfunctions/parser/api.py`: its exceptions say `code` where `moto.core.exceptions.AWSError`
reads TYPE, so a client sees an error called "". Can go when they say TYPE.

Shown by test_input_is_json_of_256_kib_at_most
in tests/flow/local/moto_fixes/test_stepfunctions_starting.py.
"""

from moto.core.exceptions import AWSError
from moto.stepfunctions.parser import api


def install() -> None:
    """Mend moto."""
    for kind in vars(api).values():
        if isinstance(kind, type) and issubclass(kind, AWSError) and kind.TYPE is None:
            kind.TYPE = vars(kind).get("code")
            kind.STATUS = vars(kind).get("status_code", 400)
