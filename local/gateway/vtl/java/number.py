"""Numbers and truth values in a template."""

from decimal import Decimal

from local.gateway.vtl.java.value import JavaValue, to_java, to_python


class JavaInteger(JavaValue, int):
    """A whole number."""

    __str__ = int.__repr__


class JavaDecimal(JavaValue, Decimal):
    """A number with a fraction, with the digits it came with."""


class JavaBoolean(JavaValue):
    """true or false."""

    def __init__(self, value: bool) -> None:
        self._value = value

    def __bool__(self) -> bool:
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, bool | JavaBoolean) and self._value == bool(other)

    def __hash__(self) -> int:
        return hash(self._value)

    def __str__(self) -> str:
        return "true" if self._value else "false"


@to_java.register(bool)
def _(value: bool) -> object:
    return JavaBoolean(value)


@to_java.register(int)
def _(value: int) -> object:
    return JavaInteger(value)


@to_java.register(float)
@to_java.register(Decimal)
def _(value: float | Decimal) -> object:
    return JavaDecimal(str(value))


@to_python.register(JavaBoolean)
def _(value: JavaBoolean) -> object:
    return bool(value)


@to_python.register(JavaInteger)
def _(value: JavaInteger) -> object:
    return int(value)


@to_python.register(JavaDecimal)
def _(value: JavaDecimal) -> object:
    return Decimal(value)
