"""What all values of a template have in common, the value that is not there, and the way in and out."""

from collections.abc import Iterator
from functools import singledispatch


class TemplateRefused(Exception):
    """A template that API Gateway would refuse, or that the local gateway cannot run as API Gateway does."""


class Missing:
    """What a template finds where there is nothing.

    Args:
        call: what to say when it is called as a method; None where Velocity would stay silent as well.
    """

    def __init__(self, call: str | None = None) -> None:
        self._call = call

    def __getattr__(self, name: str) -> "Missing":
        return _absent(name, None)

    def __call__(self, *_: object) -> "Missing":
        """Be called as a method: silently where Velocity is silent too."""
        if self._call is not None:
            raise TemplateRefused(self._call)
        return MISSING

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, Missing) or str(other) == ""

    def __hash__(self) -> int:
        return hash("")

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __str__(self) -> str:
        return ""


MISSING = Missing()


class JavaValue:
    """Anything with Java's methods only."""

    def __getattr__(self, name: str) -> Missing:
        kind = type(self).__name__.removeprefix("Java")
        return _absent(name, f"the local gateway knows no method {name}() of a {kind}")

    def toString(self) -> object:  # noqa: N802 - Java's name
        """The value as templates print it."""
        return to_java(str(self))

    def equals(self, other: object) -> bool:
        """Java's ==, for values."""
        return bool(self == other)


@singledispatch
def to_java(value: object) -> object:
    """Return a value as templates see it; what already is such a value stays what it is."""
    return value


@singledispatch
def to_python(value: object) -> object:
    """Return a template's value as parsed JSON."""
    return value


@to_java.register(type(None))
def _(_: None) -> object:
    return MISSING


@to_java.register(JavaValue)
def _(value: JavaValue) -> object:
    return value


@to_python.register(Missing)
def _(_: Missing) -> object:
    return None


def _absent(name: str, call: str | None) -> Missing:
    # What the template library and Python probe for must look absent.
    if name == "keys" or name.startswith("__"):
        raise AttributeError(name)
    return MISSING if call is None else Missing(call)
