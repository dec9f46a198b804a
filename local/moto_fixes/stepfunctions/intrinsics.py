"""moto reads the escapes in intrinsic functions wrongly, and no error in their syntax.

moto 5.2.5, `parse/intrinsic/intrinsic_parser.py: IntrinsicParser.parse` takes the JSON of a call for the call
and prints syntax errors; `string_format.py: StringFormat._eval_body` knows no escapes, and `math_random.py:
MathRandom._eval_body` may return the end, which is exclusive. Can go when moto mends these.

https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html

Shown by test_a_function_returns_what_is_documented
in tests/conformance/stepfunctions/test_intrinsic_functions.py.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from antlr4 import CommonTokenStream, InputStream  # type: ignore[import-untyped]
from moto.stepfunctions.parser.asl.antlr.runtime.ASLIntrinsicLexer import ASLIntrinsicLexer
from moto.stepfunctions.parser.asl.antlr.runtime.ASLIntrinsicParser import ASLIntrinsicParser
from moto.stepfunctions.parser.asl.component.intrinsic.function.statesfunction.generic.string_format import (
    StringFormat,
)
from moto.stepfunctions.parser.asl.component.intrinsic.function.statesfunction.math_operations.math_random import (  # noqa: E501
    MathRandom,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.parse.asl_parser import ASLParserException, SyntaxErrorListener
from moto.stepfunctions.parser.asl.parse.intrinsic.intrinsic_parser import IntrinsicParser
from moto.stepfunctions.parser.asl.parse.intrinsic.preprocessor import Preprocessor

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.chance import HubRandom

_ESCAPED: Final = re.compile(r"\\(['\\])")
#: What a format consists of: escaped characters, places for values, and the rest.
_FORMAT: Final = re.compile(r"\\([{}\\'])|(\{\})|([^\\{]+|.)", re.DOTALL)


def install() -> None:
    """Mend moto."""
    replace(IntrinsicParser, "parse", staticmethod(_parse))
    replace(Preprocessor, "_text_of_str", staticmethod(_text))
    replace(StringFormat, "_eval_body", _format)
    replace(MathRandom, "_eval_body", _random)


def _parse(source: str) -> tuple[object, object]:
    errors = SyntaxErrorListener()  # type: ignore[no-untyped-call]  # moto says no types here
    lexer = ASLIntrinsicLexer(InputStream(json.loads(f'"{source}"')))
    parser = ASLIntrinsicParser(CommonTokenStream(lexer))
    for part in (lexer, parser):
        part.removeErrorListeners()
        part.addErrorListener(errors)
    tree = parser.func_decl()  # type: ignore[no-untyped-call]  # as above
    if errors.errors:
        raise ASLParserException(errors.errors)
    return Preprocessor().visit(tree), tree


def _text(terminal: Any) -> str:
    """Return what stands between the quotes of a string; braces stay escaped, for States.Format."""
    text: str = terminal.getText()[1:-1]
    return _ESCAPED.sub(r"\1", text)


def _format(function: StringFormat, env: Environment) -> None:
    function.argument_list.eval(env)
    template, *values = env.stack.pop()
    places = [found[2] for found in _FORMAT.finditer(template) if found[2]]
    if len(places) != len(values):
        raise ValueError(f"there are {len(places)} places for {len(values)} values")
    env.stack.append("".join(_filled(template, iter(values))))


def _filled(template: str, values: Iterator[object]) -> Iterator[str]:
    for found in _FORMAT.finditer(template):
        escaped, place, rest = found.groups()
        yield escaped or (StringFormat._to_str_repr(next(values)) if place else rest)


def _random(function: MathRandom, env: Environment) -> None:
    function.argument_list.eval(env)
    start, end, *seed = env.stack.pop()
    env.stack.append(HubRandom.Random(*seed).randrange(round(start), round(end)))
