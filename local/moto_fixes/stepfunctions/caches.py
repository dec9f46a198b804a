"""moto's interpreter parses its program anew for every execution, and its result paths at each use.

moto 5.2.5: `asl/parse/asl_parser.py: AmazonStateLanguageParser.parse` and `result_path.py: parse`, which
builds jsonpath_ng's tables. Parsed programs keep nothing of a run, so both are kept here. Can go when moto
keeps them. `benchmarks/moto_fixes` measures it.

Shown by test_a_definition_is_parsed_and_a_client_made_once
in tests/flow/local/moto_fixes/test_speed.py.
"""

import functools

from jsonpath_ng.ext.parser import parse
from moto.stepfunctions.parser.asl.component.common.path import result_path
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from local.moto_fixes.mend import replace

KEPT_PROGRAMS = 256
KEPT_PATHS = 4096


def install() -> None:
    """Mend moto."""
    replace(
        AmazonStateLanguageParser,
        "parse",
        staticmethod(functools.lru_cache(KEPT_PROGRAMS)(AmazonStateLanguageParser.parse)),
    )
    replace(result_path, "parse", functools.lru_cache(KEPT_PATHS)(parse))
