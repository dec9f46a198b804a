"""Compares a template with what the resource types declare, before anything is created."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import JsonValue

from local.assembly import Assembly, Location, Resolver
from local.assembly.references import intrinsic
from local.provision.errors import Finding, Unsupported
from local.provision.properties import Properties
from local.provision.resource_types import RESOURCE_TYPES


def refuse_unsupported(assembly: Assembly) -> None:
    """Check every resource's type and properties, at any depth.

    Raises:
        Unsupported: with all that is not understood.
    """
    findings = list(_findings(assembly))
    if findings:
        raise Unsupported(findings)


def _findings(assembly: Assembly) -> Iterator[Finding]:
    resolver = assembly.resolver({})
    for resource in assembly.resources:
        declared = RESOURCE_TYPES.get(resource.type)
        if declared is None:
            yield Finding(resource.location, resource.type)
            continue
        for location in _undeclared(dict(resource.properties), declared, resource.location, resolver):
            yield Finding(location, resource.type)


def _undeclared(value: JsonValue, declared: Any, here: Location, resolver: Resolver) -> Iterator[Location]:
    """Yield where `value`, still with its intrinsic functions, has a property that `declared` has not.

    What a function will return cannot be known yet, except of Fn::If: its condition is known.
    """
    call = intrinsic(value, here)
    if call is not None:
        if call.name == "Fn::If" and isinstance(call.argument, list) and len(call.argument) == 3:
            branch = 1 if resolver.holds(call.argument[0], here) else 2
            yield from _undeclared(call.argument[branch], declared, here, resolver)
        return
    origin, arguments = get_origin(declared), get_args(declared)
    if origin in (Union, UnionType):
        (declared, *others) = [each for each in arguments if each is not NoneType]
        if not others:
            yield from _undeclared(value, declared, here, resolver)
    elif origin is list and isinstance(value, list):
        for index, child in enumerate(value):
            yield from _undeclared(child, arguments[0], here.at(index), resolver)
    elif origin is dict and isinstance(value, dict):
        for key, child in value.items():
            yield from _undeclared(child, arguments[1], here.at(key), resolver)
    elif isinstance(declared, type) and issubclass(declared, Properties) and isinstance(value, dict):
        fields = {field.validation_alias or field.alias: field for field in declared.model_fields.values()}
        for key, child in value.items():
            if key in fields:
                yield from _undeclared(child, fields[key].annotation, here.at(key), resolver)
            else:
                yield here.at(key)
