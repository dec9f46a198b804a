"""After a definition that moto refuses, it reads the next ones in the refused one's query language.

moto 5.2.5, `asl/parse/preprocessor.py: Preprocessor._query_language_per_scope` is one list for all parsers,
which an error leaves filled. Here each parser has its own. Can go when moto's have.

Shown by test_what_one_definition_left_open_is_not_the_next_one_s_query_language
in tests/unit/local/moto_fixes/test_query_language.py.
"""

from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

from local.moto_fixes.mend import replace

_moto_init = Preprocessor.__init__


def install() -> None:
    """Mend moto."""
    replace(Preprocessor, "__init__", _init)


def _init(preprocessor: Preprocessor) -> None:
    _moto_init(preprocessor)
    preprocessor._query_language_per_scope = []
