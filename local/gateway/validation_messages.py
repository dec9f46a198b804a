"""The words of `$context.error.validationErrorString`, as API Gateway's JSON schema validator speaks.

It names the flaw but, save for missing and unknown properties, not the place; and it looks into an object's
members only where the object itself is flawless. Both hold here too, since a caller sees no more on AWS.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import ValidationError

from local.gateway.json_text import dumps


@dataclass(frozen=True)
class _Violation:
    """A keyword that an instance violates; both are JSON of any shape."""

    instance: Any
    wanted: Any
    schema: Mapping[str, Any]


def describe(errors: Iterable[ValidationError]) -> str:
    """Return all messages a caller is shown for the errors of one body, in API Gateway's format."""
    flaws = list(errors)
    places = {tuple(error.absolute_path) for error in flaws}
    shown = (error for error in flaws if not _below_a_flaw(tuple(error.absolute_path), places))
    messages: dict[tuple[object, ...], str] = {}
    for error in sorted(shown, key=lambda error: (len(error.absolute_path), str(error.validator))):
        message = _message(error)
        messages.setdefault((*error.absolute_path, message), message)
    return f"[{', '.join(messages.values())}]"


def _below_a_flaw(place: tuple[str | int, ...], places: set[tuple[str | int, ...]]) -> bool:
    return any(place[:length] in places for length in range(len(place)))


def _message(error: ValidationError) -> str:
    phrase = _PHRASES.get(str(error.validator))
    if phrase is None:
        return error.message
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    return phrase(_Violation(error.instance, error.validator_value, schema))


def _type_of(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case str():
            return "string"
        case dict():
            return "object"
        case list():
            return "array"
        case _:
            return "number"


def _type(violation: _Violation) -> str:
    names = {violation.wanted} if isinstance(violation.wanted, str) else set(violation.wanted)
    if "number" in names:
        names.add("integer")
    return (
        f"instance type ({_type_of(violation.instance)}) does not match any allowed primitive type "
        f"(allowed: {dumps(sorted(names))})"
    )


def _required(violation: _Violation) -> str:
    missing = sorted(name for name in violation.wanted if name not in violation.instance)
    return f"object has missing required properties ({dumps(missing)})"


def _additional_properties(violation: _Violation) -> str:
    known = violation.schema.get("properties", {})
    unknown = sorted(name for name in violation.instance if name not in known)
    return f"object instance has properties which are not allowed by the schema: {dumps(unknown)}"


def _enum(violation: _Violation) -> str:
    value, values = dumps(violation.instance), dumps(violation.wanted)
    return f"instance value ({value}) not found in enum (possible values: {values})"


def _minimum(violation: _Violation) -> str:
    if violation.schema.get("exclusiveMinimum") and violation.instance == violation.wanted:
        return f"numeric instance is not strictly greater than the required minimum {violation.wanted}"
    bound, found = violation.wanted, dumps(violation.instance)
    return f"numeric instance is lower than the required minimum (minimum: {bound}, found: {found})"


def _maximum(violation: _Violation) -> str:
    if violation.schema.get("exclusiveMaximum") and violation.instance == violation.wanted:
        return f"numeric instance is not strictly lower than the required maximum {violation.wanted}"
    bound, found = violation.wanted, dumps(violation.instance)
    return f"numeric instance is greater than the required maximum (maximum: {bound}, found: {found})"


def _length(phrase: str) -> Callable[[_Violation], str]:
    return lambda violation: phrase.format(
        value=violation.instance, found=len(violation.instance), wanted=violation.wanted
    )


_PHRASES: Mapping[str, Callable[[_Violation], str]] = {
    "type": _type,
    "required": _required,
    "additionalProperties": _additional_properties,
    "enum": _enum,
    "minimum": _minimum,
    "maximum": _maximum,
    "multipleOf": lambda it: f"remainder of division is not zero ({dumps(it.instance)} / {it.wanted})",
    "pattern": lambda it: f'ECMA 262 regex "{it.wanted}" does not match input string "{it.instance}"',
    "minLength": _length('string "{value}" is too short (length: {found}, required minimum: {wanted})'),
    "maxLength": _length('string "{value}" is too long (length: {found}, maximum allowed: {wanted})'),
    "minItems": _length(
        "array is too short: must have at least {wanted} elements but instance has {found} elements"
    ),
    "maxItems": _length(
        "array is too long: must have at most {wanted} elements but instance has {found} elements"
    ),
    "uniqueItems": lambda _: "array must not contain duplicate elements",
    "minProperties": _length(
        "object has too few properties (found {found} but schema requires at least {wanted})"
    ),
    "maxProperties": _length(
        "object has too many properties (found {found} but schema requires at most {wanted})"
    ),
    "anyOf": lambda it: f"instance failed to match at least one required schema among {len(it.wanted)}",
    "not": lambda _: "instance matched a schema which it should not have",
}
