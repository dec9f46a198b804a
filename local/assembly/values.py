"""The intrinsic functions that only compute: text and lists in, text or list out.

They know no stack. The resolver hands them arguments that are resolved already.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

import base64
from collections.abc import Callable

from pydantic import JsonValue

from local.assembly.errors import Location, Malformed

#: Local regions have three zones each, whichever region it is.
_ZONES = "abc"


def text(value: JsonValue, here: Location) -> str:
    """Return a scalar as CloudFormation writes it into text; raises Malformed for lists and objects."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
    raise Malformed(here, f"text is needed, not {value!r}")


def join(argument: JsonValue, here: Location) -> JsonValue:
    """Fn::Join: [delimiter, [values]]."""
    match argument:
        case [str(delimiter), list(values)]:
            return delimiter.join(text(value, here.at(1, index)) for index, value in enumerate(values))
    raise Malformed(here, f"Join needs a delimiter and a list, not {argument!r}")


def split(argument: JsonValue, here: Location) -> JsonValue:
    """Fn::Split: [delimiter, text]."""
    match argument:
        case [str(delimiter), str(whole)] if delimiter:
            return list(whole.split(delimiter))
    raise Malformed(here, f"Split needs a delimiter and a text, not {argument!r}")


def select(argument: JsonValue, here: Location) -> JsonValue:
    """Fn::Select: [index, [values]]; the index may be written as a string."""
    match argument:
        case [int() | str() as index, list(values)] if str(index).isdecimal() and int(index) < len(values):
            return values[int(index)]
    raise Malformed(here, f"Select needs an index within a list, not {argument!r}")


def base64_of(argument: JsonValue, here: Location) -> JsonValue:
    """Fn::Base64: text."""
    return base64.b64encode(text(argument, here).encode()).decode()


def zones(argument: JsonValue, here: Location) -> JsonValue:
    """Fn::GetAZs: a region's name."""
    return [text(argument, here) + zone for zone in _ZONES]


#: The functions whose result depends on their argument alone.
PURE: dict[str, Callable[[JsonValue, Location], JsonValue]] = {
    "Fn::Join": join,
    "Fn::Split": split,
    "Fn::Select": select,
    "Fn::Base64": base64_of,
    "Fn::GetAZs": zones,
}
