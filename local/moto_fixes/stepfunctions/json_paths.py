"""moto's paths answer a list where AWS answers a value, and a value where AWS answers a list.

moto 5.2.5, `asl/utils/json_path.py: extract_json` decides by what it finds, so `$[1].id` is a list and
`$.l[*].id` a value if there is one item. On AWS the path decides: with a wildcard, slice, filter, union or
descent it answers a list, which may be empty, and else the one value it leads to. Can go when moto's does.

https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html

Shown by test_a_paths_form_decides_between_a_value_and_a_list
in tests/conformance/stepfunctions/test_errors.py.
"""

import functools
import re
from typing import Final

from jsonpath_ng.ext.parser import parse
from moto.stepfunctions.parser.asl.component.common.string import string_expression
from moto.stepfunctions.parser.asl.component.intrinsic.argument import argument
from moto.stepfunctions.parser.asl.component.state.choice.comparison.operator.implementations import (
    boolean_equals,
    numeric,
    string_operators,
    timestamp_operators,
)
from moto.stepfunctions.parser.asl.eval import states
from moto.stepfunctions.parser.asl.utils.json_path import NoSuchJsonPathError
from pydantic import JsonValue

from local.moto_fixes.mend import replace

#: What a path consists of that may lead to many values, after the quoted names have been taken out of it.
_MANY: Final = re.compile(r"\.\.|\*|\[[^\]]*[:,?]")
_QUOTED: Final = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")

KEPT_PATHS: Final = 4096

#: jsonpath_ng builds its tables anew at each path.
_parse = functools.lru_cache(KEPT_PATHS)(parse)


def install() -> None:
    """Mend moto."""
    for module in (
        string_expression,
        states,
        argument,
        boolean_equals,
        numeric,
        string_operators,
        timestamp_operators,
    ):
        replace(module, "extract_json", extract)


def extract(path: str, data: JsonValue) -> JsonValue:
    """Return what `path` leads to in `data`.

    Raises NoSuchJsonPathError where that must be a value and there is none.
    """
    found: list[JsonValue] = [match.value for match in _parse(path).find(data)]
    if _MANY.search(_QUOTED.sub("''", path)):
        return found
    if not found:
        raise NoSuchJsonPathError(path, data)
    return found[0]
