"""Numbers are kept as the text they came in, of any length, and added with 28 digits.

moto 5.2.5, `dynamodb/models/dynamo_type.py: DynamoType`: `0012.500` comes back so, what is no number is
stored, and `__add__` and `__sub__` round as Python's default decimals do. DynamoDB has 38 digits, trims idle
zeroes, and refuses the rest:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
Can go when moto's do.

Shown by test_a_number_has_at_most_38_digits
in tests/conformance/dynamodb/test_limits.py.
"""

from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from moto.dynamodb.exceptions import IncorrectDataType, MockValidationException
from moto.dynamodb.models.dynamo_type import DynamoType

from local.moto_fixes.mend import replace

DIGITS = 38
#: Exponents of the largest and the smallest magnitude: 9.9…E+125 and 1E-130.
LARGEST, SMALLEST = 125, -130
#: Enough digits to hold any sum of two numbers exactly, before it is judged.
_EXACT = Context(prec=300)

_moto_init = DynamoType.__init__


def install() -> None:
    """Mend moto."""
    replace(DynamoType, "__init__", _init)
    replace(DynamoType, "__add__", lambda one, other: _calculate(one, other, _EXACT.add))
    replace(DynamoType, "__sub__", lambda one, other: _calculate(one, other, _EXACT.subtract))


def _init(value: DynamoType, type_as_dict: DynamoType | dict[str, Any]) -> None:
    _moto_init(value, type_as_dict)
    if isinstance(type_as_dict, dict):
        if value.type == "N":
            value.value = _written(value.value)
        elif value.type == "NS":
            value.value = [_written(number) for number in value.value]


def _calculate(
    one: DynamoType, other: DynamoType, operation: Callable[[Decimal, Decimal], Decimal]
) -> DynamoType:
    if not (one.is_number() and other.is_number()):
        raise IncorrectDataType()
    return DynamoType({"N": str(operation(Decimal(one.value), Decimal(other.value)))})


def _written(text: str) -> str:
    """Return a number as DynamoDB writes it.

    Raises MockValidationException for what is none of its numbers.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _not_a_number(text) from None
    if not number.is_finite():
        raise _not_a_number(text)
    if not number:
        return "0"
    number = _EXACT.normalize(number)
    if len(number.as_tuple().digits) > DIGITS:
        raise MockValidationException("Attempting to store more than 38 significant digits in a Number")
    if number.adjusted() > LARGEST:
        raise MockValidationException(
            "Number overflow. Attempting to store a number with magnitude larger than supported range"
        )
    if number.adjusted() < SMALLEST:
        raise MockValidationException(
            "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        )
    return f"{number:f}"


def _not_a_number(text: str) -> MockValidationException:
    return MockValidationException(f"The parameter cannot be converted to a numeric value: {text}")
