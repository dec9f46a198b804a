"""What a value of a template refers to: the one place that knows how Ref, GetAtt and Sub name things.

The order of creation is made from these references, and the resolver follows them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from local.assembly.errors import Location, Malformed

#: The intrinsic functions that are understood in the properties of resources and in outputs.
FUNCTIONS = frozenset({"Ref"}) | {
    f"Fn::{name}"
    for name in (
        *("Base64", "FindInMap", "GetAZs", "GetAtt", "If"),
        *("ImportValue", "Join", "Select", "Split", "Sub"),
    )
}

_PLACEHOLDER = re.compile(r"\$\{(!?)([^}]*)\}")


@dataclass(frozen=True)
class Intrinsic:
    """A call of an intrinsic function: `{"Fn::Join": [...]}` has the name `Fn::Join`."""

    name: str
    argument: JsonValue


@dataclass(frozen=True)
class AttributeName:
    """What a GetAtt asks for; the attribute's name may itself be a Ref."""

    logical_id: str
    attribute: JsonValue


@dataclass(frozen=True)
class Substitution:
    """The two arguments of Fn::Sub.

    Attributes:
        pieces: literal text and names, in turn, beginning with a literal.
        variables: the names that stand for a value given beside the text.
    """

    pieces: tuple[str, ...]
    variables: dict[str, JsonValue]

    @property
    def names(self) -> tuple[str, ...]:
        """The names between `${` and `}` that refer to something in the stack."""
        return tuple(name for name in self.pieces[1::2] if name not in self.variables)


def intrinsic(value: JsonValue, here: Location) -> Intrinsic | None:
    """Return the intrinsic function that `value` calls, None for plain data.

    Raises:
        Malformed: for an object that calls a function and has other keys as well.
    """
    if not isinstance(value, dict):
        return None
    calls = [key for key in value if key == "Ref" or key.startswith("Fn::")]
    if not calls:
        return None
    if len(value) > 1:
        raise Malformed(here, f"{calls[0]} must be the only key of its object")
    return Intrinsic(calls[0], value[calls[0]])


def attribute_name(argument: JsonValue, here: Location) -> AttributeName:
    """Read the argument of Fn::GetAtt, a list of two or a string with a dot.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-getatt.html
    """
    match argument:
        case [str(logical_id), attribute]:
            return AttributeName(logical_id, attribute)
        case str(dotted) if "." in dotted:
            return AttributeName(*dotted.split(".", 1))
    raise Malformed(here, f"GetAtt needs a logical id and an attribute, not {argument!r}")


def substitution(argument: JsonValue, here: Location) -> Substitution:
    """Read the argument of Fn::Sub, a text or a list of the text and its variables.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
    """
    match argument:
        case str(text):
            variables: dict[str, JsonValue] = {}
        case [str(text), dict(variables)]:
            pass
        case _:
            raise Malformed(here, f"Sub needs a text, or a text and its variables, not {argument!r}")
    pieces = [""]
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        pieces[-1] += text[end : found.start()]
        end = found.end()
        literal, name = found.groups()
        if literal:
            pieces[-1] += f"${{{name}}}"
        else:
            pieces += [name.strip(), ""]
    pieces[-1] += text[end:]
    return Substitution(tuple(pieces), variables)


def references(value: JsonValue, here: Location) -> Iterator[tuple[str, Location]]:
    """Yield every name of a resource, parameter or pseudo parameter in `value`, and where it stands.

    Names that a branch of Fn::If would not use are included: CloudFormation orders by them as well.
    """
    call = intrinsic(value, here)
    if call is None:
        yield from _references_in_data(value, here)
        return
    here = here.at(call.name)
    match call.name:
        case "Ref":
            if not isinstance(call.argument, str):
                raise Malformed(here, f"Ref needs a name, not {call.argument!r}")
            yield call.argument, here
        case "Fn::GetAtt":
            asked = attribute_name(call.argument, here)
            yield asked.logical_id, here
            yield from references(asked.attribute, here)
        case "Fn::Sub":
            asked_by_text = substitution(call.argument, here)
            for name in asked_by_text.names:
                yield name.partition(".")[0], here
            for name, child in asked_by_text.variables.items():
                yield from references(child, here.at(name))
        case _:
            yield from references(call.argument, here)


def _references_in_data(value: JsonValue, here: Location) -> Iterator[tuple[str, Location]]:
    match value:
        case dict():
            for key, child in value.items():
                yield from references(child, here.at(key))
        case list():
            for index, child in enumerate(value):
                yield from references(child, here.at(index))
