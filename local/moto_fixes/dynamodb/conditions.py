"""A condition that DynamoDB refuses makes moto raise a Python error.

moto 5.2.5, `dynamodb/comparisons.py: ConditionExpressionParser.parse`: a syntax error is a ValueError and a
name or value that is not defined a KeyError, both straight through the client; an empty condition is taken
for none. Here they are a ValidationException. Can go when moto's are.

Shown by test_a_condition_that_makes_no_sense_is_a_validation_error
in tests/flow/local/moto_fixes/test_dynamodb.py.
"""

from moto.dynamodb.comparisons import ConditionExpressionParser, Func, Op
from moto.dynamodb.exceptions import InvalidConditionExpression

from local.moto_fixes.mend import replace

_moto_parse = ConditionExpressionParser.parse


def install() -> None:
    """Mend moto."""
    replace(ConditionExpressionParser, "parse", _parse)


def _parse(parser: ConditionExpressionParser) -> Op | Func:
    if parser.condition_expression == "":
        raise InvalidConditionExpression("The expression can not be empty;")
    try:
        return _moto_parse(parser)
    except ValueError as error:
        raise InvalidConditionExpression(f"Syntax error; {error}") from None
    except KeyError as error:
        missing = str(error.args[0])
        if missing.startswith("#"):
            what = "An expression attribute name used in the document path is not defined; attribute name"
        elif missing.startswith(":"):
            what = "An expression attribute value used in expression is not defined; attribute value"
        else:
            raise
        raise InvalidConditionExpression(f"{what}: {missing}") from None
