"""Evaluates JSONata expressions with jsonata-python. It knows nothing of state machines."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from jsonata import Jsonata, Utils  # type: ignore[import-untyped]
from jsonata.jexception import JException  # type: ignore[import-untyped]
from pydantic import JsonValue

from local.moto_fixes.stepfunctions.jsonata.functions import FUNCTIONS

KEPT_EXPRESSIONS: Final = 1024


class BadExpression(ValueError):
    """The expression is not JSONata."""


class EvaluationFailed(Exception):
    """The expression came to no value that is JSON; the message tells how, after the expression's name."""


class _Function(Jsonata.JFunctionCallable):  # type: ignore[misc]  # the library has no types
    """A function written here, callable from expressions."""

    def __init__(self, function: Callable[..., JsonValue]) -> None:
        self._function = function

    def call(self, _: object, args: Sequence[Any]) -> JsonValue:
        return self._function(*[_json(each) for each in args])


@functools.lru_cache(KEPT_EXPRESSIONS)
def compiled(expression: str) -> Jsonata:
    """Return the program of an expression. Raises BadExpression where it is none."""
    try:
        program = Jsonata.jsonata(expression)
    except JException as error:
        raise BadExpression(str(error)) from error
    program.set_output_convert_nulls(False)
    program.set_validate_input(False)
    for name, function in FUNCTIONS.items():
        program.register_function(name, Jsonata.JFunction(_Function(function), None))
    program.register_function("eval", None)
    return program


def evaluate(expression: str, variables: Mapping[str, JsonValue]) -> JsonValue:
    """Return what an expression comes to. Raises BadExpression or EvaluationFailed.

    Args:
        expression: without its `{% %}`.
        variables: their values by their names, without `$`.
    """
    program = compiled(expression)
    # The library keeps the program that is being evaluated here, for the functions it calls.
    Jsonata.CURRENT.jsonata = program
    bound = {name: Utils.NULL_VALUE if value is None else value for name, value in variables.items()}
    try:
        value = program.evaluate(None, bound)
    except Exception as error:  # the library raises whatever Python does with a bad operand
        raise EvaluationFailed(f"threw an error: {error}") from error
    if value is None:
        raise EvaluationFailed("returned nothing (undefined).")
    return _json(value)


def _json(value: Any) -> JsonValue:
    """Return a value of the library as JSON has it."""
    if value is Utils.NULL_VALUE or value is None:
        return None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, dict):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_json(value[at]) for at in range(len(value))]
    raise EvaluationFailed("returned an unsupported result type.")
