"""Compares a template with what the local runtime understands, before anything is created.

What a resource type declares is what it understands. What a function of the template will return cannot be
known yet, except of Fn::If, whose condition is known.
"""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import JsonValue

from local.assembly import Assembly, Location, Resolver, Resource
from local.assembly.references import FUNCTIONS, Intrinsic, intrinsic
from local.provision.errors import Finding, Kind, Unsupported
from local.provision.properties import Properties
from local.provision.resource_types import RESOURCE_TYPES

#: Stands for the type of a finding that is in an output of a stack and not in a resource.
OUTPUT = "output"


def refuse_unsupported(assembly: Assembly) -> None:
    """Check every resource's type and properties, at any depth, and every function in them and in outputs.

    Raises:
        Unsupported: with all that is not understood.
    """
    findings = list(_findings(assembly))
    if findings:
        raise Unsupported(findings)


def _findings(assembly: Assembly) -> Iterator[Finding]:
    resolver = assembly.resolver({})
    for resource in assembly.resources:
        for place, kind in _in_resource(resource, resolver):
            construct = assembly.constructs.get((resource.stack, resource.logical_id))
            yield Finding(place, resource.type, kind, construct)
    for stack, template in assembly.templates.items():
        for name, output in template.outputs.items():
            if resolver.exists(output, stack):
                for place in _unknown_functions(output.value, Location(stack, name, ("Value",)), resolver):
                    yield Finding(place, OUTPUT, Kind.FUNCTION)


def _in_resource(resource: Resource, resolver: Resolver) -> Iterator[tuple[Location, Kind]]:
    here, properties = resource.location, dict(resource.properties)
    declared = RESOURCE_TYPES.get(resource.type)
    if declared is None:
        yield here, Kind.TYPE
        return
    for name in resource.unknown:
        yield here.at(name), Kind.ATTRIBUTE
    for place in _undeclared(properties, declared, here, resolver):
        yield place, Kind.PROPERTY
    for place in _unknown_functions(properties, here, resolver):
        yield place, Kind.FUNCTION


def _undeclared(value: JsonValue, declared: Any, here: Location, resolver: Resolver) -> Iterator[Location]:
    """Yield where `value`, still with its intrinsic functions, has a property that `declared` has not."""
    call = intrinsic(value, here)
    if call is not None:
        if chosen := _chosen(call, here, resolver):
            yield from _undeclared(chosen[0], declared, here, resolver)
        return
    origin, arguments = get_origin(declared), get_args(declared)
    if origin in (Union, UnionType):
        (declared, *others) = [each for each in arguments if each is not NoneType]
        assert not others, f"{here}: a property is declared with one type, or none"
        yield from _undeclared(value, declared, here, resolver)
    elif origin is list and isinstance(value, list):
        for index, child in enumerate(value):
            yield from _undeclared(child, arguments[0], here.at(index), resolver)
    elif origin is dict and isinstance(value, dict):
        for key, child in value.items():
            yield from _undeclared(child, arguments[1], here.at(key), resolver)
    elif declared is not JsonValue and isinstance(value, dict):
        fields = _fields(declared)
        for key, child in value.items():
            if key in fields:
                yield from _undeclared(child, fields[key], here.at(key), resolver)
            else:
                yield here.at(key)


def _fields(declared: Any) -> dict[str, Any]:
    """Return the types of an object's properties by their names; what is declared a text has none."""
    if not (isinstance(declared, type) and issubclass(declared, Properties)):
        return {}
    fields = declared.model_fields.values()
    return {str(field.validation_alias or field.alias): field.annotation for field in fields}


def _unknown_functions(value: JsonValue, here: Location, resolver: Resolver) -> Iterator[Location]:
    """Yield where `value` calls a function that is not understood here."""
    call = intrinsic(value, here)
    if call is not None:
        if call.name not in FUNCTIONS:
            yield here.at(call.name)
        elif chosen := _chosen(call, here, resolver):
            yield from _unknown_functions(chosen[0], here, resolver)
        else:
            yield from _unknown_functions(call.argument, here.at(call.name), resolver)
        return
    match value:
        case dict():
            for key, child in value.items():
                yield from _unknown_functions(child, here.at(key), resolver)
        case list():
            for index, child in enumerate(value):
                yield from _unknown_functions(child, here.at(index), resolver)


def _chosen(call: Intrinsic, here: Location, resolver: Resolver) -> list[JsonValue]:
    """Return the branch of an Fn::If that its condition chooses; of any other function, nothing."""
    match call:
        case Intrinsic("Fn::If", [condition, then, otherwise]):
            return [then if resolver.holds(condition, here) else otherwise]
    return []
