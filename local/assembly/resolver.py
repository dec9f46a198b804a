"""Turns a template's values into plain ones: parameters, conditions, references and imports filled in.

It reads what has been created so far and creates nothing. Whatever it cannot resolve is an error that names
the place; nothing is ever left as it stood.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from local.assembly.environment import Environment
from local.assembly.errors import (
    Location,
    Malformed,
    UnknownAttribute,
    UnknownExport,
    UnknownFunction,
    UnknownReference,
)
from local.assembly.references import AttributeName, attribute_name, intrinsic, substitution
from local.assembly.template import Output, Resource, Template
from local.assembly.values import PURE, text


@dataclass(frozen=True)
class ReturnValues:
    """What a created resource gives to those that refer to it.

    Attributes:
        ref: what Ref returns, the physical id.
        attributes: what GetAtt returns, by the attribute's name.
    """

    ref: str
    attributes: Mapping[str, JsonValue]


#: Return values by stack and logical id.
Created = Mapping[tuple[str, str], ReturnValues]


class _NoValue:
    """What `Ref: AWS::NoValue` resolves to: the property or list element is not there."""


_NO_VALUE = _NoValue()


class Resolver:
    """Resolves values of the templates against what has been created.

    Args:
        templates: by stack, in the order of deployment: a stack imports from those before it.
        environment: where they are deployed.
        created: the return values so far; read anew at every call.
    """

    def __init__(self, templates: Mapping[str, Template], environment: Environment, created: Created) -> None:
        self._templates = templates
        self._environment = environment
        self._created = created

    def properties(self, resource: Resource) -> dict[str, JsonValue]:
        """Return the resource's properties, resolved."""
        resolved = self.value(dict(resource.properties), resource.location)
        if not isinstance(resolved, dict):
            raise Malformed(resource.location, "the properties must be an object")
        return resolved

    def value(self, value: JsonValue, here: Location) -> JsonValue:
        """Return `value`, which stands at `here`, with every intrinsic function resolved.

        Raises:
            AssemblyError: one of its kinds, for what cannot be resolved.
        """
        resolved = self._resolve(value, here)
        return None if isinstance(resolved, _NoValue) else resolved

    def exists(self, entry: Resource | Output, stack: str) -> bool:
        """Tell whether the condition of a resource or output, if any, holds."""
        return entry.condition is None or self.holds(entry.condition, Location(stack, entry.condition))

    def holds(self, condition: JsonValue, here: Location) -> bool:
        """Tell whether the condition of that name holds in the stack of `here`."""
        conditions = self._templates[here.stack].conditions
        if not isinstance(condition, str) or condition not in conditions:
            raise UnknownReference(here, f"{condition!r} is no condition of the stack")
        return self._evaluate(conditions[condition], Location(here.stack, condition))

    def _resolve(self, value: JsonValue, here: Location) -> JsonValue | _NoValue:
        call = intrinsic(value, here)
        if call is not None:
            return self._call(call.name, call.argument, here.at(call.name))
        match value:
            case dict():
                entries = ((key, self._resolve(child, here.at(key))) for key, child in value.items())
                return {key: child for key, child in entries if not isinstance(child, _NoValue)}
            case list():
                children = (self._resolve(child, here.at(index)) for index, child in enumerate(value))
                return [child for child in children if not isinstance(child, _NoValue)]
        return value

    def _call(self, function: str, argument: JsonValue, here: Location) -> JsonValue | _NoValue:
        match function:
            case "Ref":
                return self._ref(argument, here)
            case "Fn::GetAtt":
                return self._attribute(attribute_name(argument, here), here)
            case "Fn::Sub":
                return self._substitute(argument, here)
            case "Fn::If":
                return self._choose(argument, here)
            case "Fn::ImportValue":
                return self._import(self.value(argument, here), here)
            case "Fn::FindInMap":
                return self._find(self.value(argument, here), here)
            case "Fn::GetAZs" if argument == "":
                return PURE[function](self._environment.region, here)
            case _ if function in PURE:
                return PURE[function](self.value(argument, here), here)
            case "Fn::Equals" | "Fn::And" | "Fn::Or" | "Fn::Not":
                raise Malformed(here, "this function belongs to the template's conditions")
        raise UnknownFunction(here, "this function is not understood by the local runtime")

    def _ref(self, name: JsonValue, here: Location) -> JsonValue | _NoValue:
        if name == "AWS::NoValue":
            return _NO_VALUE
        pseudo = self._environment.pseudo_parameters(here.stack)
        if not isinstance(name, str):
            raise Malformed(here, f"Ref needs a name, not {name!r}")
        if name in pseudo:
            return pseudo[name]  # type: ignore[return-value]  # a list of strings is JSON
        if name in self._templates[here.stack].parameters:
            return self._parameter(name, here)
        return self._return_values(name, here).ref

    def _parameter(self, name: str, here: Location) -> JsonValue:
        parameter = self._templates[here.stack].parameters[name]
        if parameter.default is None or parameter.type.startswith("AWS::SSM::"):
            raise UnknownReference(here, f"the parameter {name} ({parameter.type}) has no value locally")
        default = text(parameter.default, here)
        if parameter.type == "CommaDelimitedList" or parameter.type.startswith("List<"):
            return [each.strip() for each in default.split(",")]
        return default

    def _return_values(self, logical_id: str, here: Location) -> ReturnValues:
        created = self._created.get((here.stack, logical_id))
        if created is not None:
            return created
        known = logical_id in self._templates[here.stack].resources
        reason = "has not been created" if known else "is nothing the stack has"
        raise UnknownReference(here, f"{logical_id} {reason}")

    def _attribute(self, asked: AttributeName, here: Location) -> JsonValue:
        attributes = self._return_values(asked.logical_id, here).attributes
        name = self.value(asked.attribute, here)
        if not isinstance(name, str) or name not in attributes:
            offered = ", ".join(sorted(attributes)) or "none"
            raise UnknownAttribute(here, f"{asked.logical_id} has no attribute {name} here; it has {offered}")
        return attributes[name]

    def _substitute(self, argument: JsonValue, here: Location) -> str:
        asked = substitution(argument, here)
        pieces = list(asked.pieces)
        for index in range(1, len(pieces), 2):
            name = pieces[index]
            logical_id, dot, attribute = name.partition(".")
            if name in asked.variables:
                found: JsonValue | _NoValue = self.value(asked.variables[name], here.at(name))
            elif dot:
                found = self._attribute(AttributeName(logical_id, attribute), here)
            else:
                found = self._ref(name, here)
            if isinstance(found, _NoValue):
                raise Malformed(here, "AWS::NoValue has no text")
            pieces[index] = text(found, here.at(name))
        return "".join(pieces)

    def _choose(self, argument: JsonValue, here: Location) -> JsonValue | _NoValue:
        match argument:
            case [condition, then, otherwise]:
                return (
                    self._resolve(then, here.at(1))
                    if self.holds(condition, here)
                    else self._resolve(otherwise, here.at(2))
                )
        raise Malformed(here, "If needs a condition and two values")

    def _import(self, name: JsonValue, here: Location) -> JsonValue:
        for stack, template in self._templates.items():
            if stack == here.stack:
                break
            for output in template.outputs.values():
                place = Location(stack, output.name)
                exported = output.export is not None and self.exists(output, stack)
                if exported and self.value(output.export, place.at("Export", "Name")) == name:
                    return self.value(output.value, place.at("Value"))
        raise UnknownExport(here, f"no stack deployed before {here.stack} exports {name!r}")

    def _find(self, argument: JsonValue, here: Location) -> JsonValue:
        match argument:
            case [str(mapping), str(first), str(second)]:
                names = (mapping, first, second)
            case _:
                raise Malformed(here, f"FindInMap needs a mapping and two keys, not {argument!r}")
        found: JsonValue = dict(self._templates[here.stack].mappings)
        for name in names:
            if not isinstance(found, dict) or name not in found:
                raise UnknownReference(here, f"the template's mappings have no {'.'.join(names)}")
            found = found[name]
        return found

    def _evaluate(self, condition: JsonValue, here: Location) -> bool:
        if isinstance(condition, dict) and len(condition) == 1:
            match condition:
                case {"Condition": name}:
                    return self.holds(name, here)
                case {"Fn::Equals": [left, right]}:
                    return self._operand(left, here) == self._operand(right, here)
                case {"Fn::Not": [only]}:
                    return not self._evaluate(only, here)
                case {"Fn::And": [_, _, *_] as several}:
                    return all(self._evaluate(each, here) for each in several)
                case {"Fn::Or": [_, _, *_] as several}:
                    return any(self._evaluate(each, here) for each in several)
        raise Malformed(here, f"{condition!r} is no condition")

    def _operand(self, value: JsonValue, here: Location) -> JsonValue:
        resolved = self.value(value, here)
        return text(resolved, here) if isinstance(resolved, str | bool | int | float) else resolved
