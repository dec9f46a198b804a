"""A CloudFormation template, read into what the rest of the assembly works with.

It knows the template's anatomy and nothing of what the values mean. A section it does not know is an error:
to skip one would mean that the stack behaves otherwise than on AWS. An attribute of a resource which it does
not know is kept, for an error that tells all of them.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from local.assembly.errors import Location, Malformed, UnknownFunction

#: Says in which CDK version a template was made, to AWS's statistics; it creates nothing.
CDK_METADATA = "AWS::CDK::Metadata"

_SECTIONS = {"Parameters", "Mappings", "Conditions", "Resources", "Outputs"}
#: Rules check parameters before a deployment: CDK's only one, the version of the account's bootstrap stack,
#: which a local run has none of. The others say nothing about behaviour.
_SECTIONS_IGNORED = {"AWSTemplateFormatVersion", "Description", "Metadata", "Rules"}
_RESOURCE = {"Type", "Properties", "DependsOn", "Condition"}
#: Notes for tools, and what happens to a resource on update or deletion; here a stack is dropped whole.
_RESOURCE_IGNORED = {"Metadata", "DeletionPolicy", "UpdateReplacePolicy"}
_PARAMETER = {"Type", "Default", "Description", "AllowedValues", "AllowedPattern", "NoEcho"}
_PARAMETER |= {"ConstraintDescription", "MinLength", "MaxLength", "MinValue", "MaxValue"}
_OUTPUT = {"Value", "Export", "Condition", "Description"}


@dataclass(frozen=True)
class Parameter:
    """A parameter; local runs give it its default."""

    type: str
    default: JsonValue


@dataclass(frozen=True)
class Resource:
    """A resource as the template declares it.

    Attributes:
        stack: the name of its stack.
        logical_id: its name within the stack.
        type: such as `AWS::SQS::Queue`.
        properties: with intrinsic functions not yet resolved.
        depends_on: logical ids that must be created first, beside those it refers to.
        condition: the condition under which it is created, None for always.
        unknown: names of its attributes that are not understood here, such as `CreationPolicy`.
    """

    stack: str
    logical_id: str
    type: str
    properties: Mapping[str, JsonValue]
    depends_on: tuple[str, ...] = ()
    condition: str | None = None
    unknown: tuple[str, ...] = ()

    @property
    def location(self) -> Location:
        """Where the resource is, for errors."""
        return Location(self.stack, self.logical_id)


@dataclass(frozen=True)
class Output:
    """An output of a stack; `export` is the name under which other stacks import it."""

    name: str
    value: JsonValue
    export: JsonValue = None
    condition: str | None = None


@dataclass(frozen=True)
class Template:
    """One stack's template."""

    stack: str
    parameters: Mapping[str, Parameter]
    mappings: Mapping[str, JsonValue]
    conditions: Mapping[str, JsonValue]
    resources: Mapping[str, Resource]
    outputs: Mapping[str, Output]


def read_template(stack: str, raw: JsonValue) -> Template:
    """Read the template of `stack`, without its CDK metadata resource.

    Raises:
        Malformed: for a shape CloudFormation would refuse.
        UnknownFunction: for a section that is not understood here.
    """
    here = Location(stack)
    sections = _known(raw, _SECTIONS, _SECTIONS_IGNORED, here)

    def section(name: str) -> Mapping[str, JsonValue]:
        return _mapping(sections.get(name, {}), here.at(name))

    resources = (_resource(stack, name, value) for name, value in section("Resources").items())
    return Template(
        stack=stack,
        parameters={name: _parameter(stack, name, value) for name, value in section("Parameters").items()},
        mappings=section("Mappings"),
        conditions=section("Conditions"),
        resources={each.logical_id: each for each in resources if each.type != CDK_METADATA},
        outputs={name: _output(stack, name, value) for name, value in section("Outputs").items()},
    )


def _parameter(stack: str, name: str, raw: JsonValue) -> Parameter:
    here = Location(stack, name)
    fields = _known(raw, _PARAMETER, (), here)
    return Parameter(type=_text(fields.get("Type"), here.at("Type")), default=fields.get("Default"))


def _resource(stack: str, name: str, raw: JsonValue) -> Resource:
    here = Location(stack, name)
    fields = _mapping(raw, here)
    depends_on = fields.get("DependsOn", [])
    return Resource(
        stack=stack,
        logical_id=name,
        type=_text(fields.get("Type"), here.at("Type")),
        properties=_mapping(fields.get("Properties", {}), here.at("Properties")),
        depends_on=tuple(
            _text(each, here.at("DependsOn"))
            for each in (depends_on if isinstance(depends_on, list) else [depends_on])
        ),
        condition=_optional_text(fields.get("Condition"), here.at("Condition")),
        unknown=tuple(sorted(fields.keys() - _RESOURCE - _RESOURCE_IGNORED)),
    )


def _output(stack: str, name: str, raw: JsonValue) -> Output:
    here = Location(stack, name)
    fields = _known(raw, _OUTPUT, (), here)
    return Output(
        name=name,
        value=fields.get("Value"),
        export=_mapping(fields.get("Export", {}), here.at("Export")).get("Name"),
        condition=_optional_text(fields.get("Condition"), here.at("Condition")),
    )


def _known(
    raw: JsonValue, read: Iterable[str], ignored: Iterable[str], here: Location
) -> Mapping[str, JsonValue]:
    fields = _mapping(raw, here)
    if unknown := sorted(fields.keys() - {*read, *ignored}):
        raise UnknownFunction(here, f"{', '.join(unknown)} is not understood by the local runtime")
    return fields


def _mapping(raw: JsonValue, here: Location) -> Mapping[str, JsonValue]:
    if not isinstance(raw, dict):
        raise Malformed(here, f"an object is needed, not {raw!r}")
    return raw


def _text(raw: JsonValue, here: Location) -> str:
    if not isinstance(raw, str):
        raise Malformed(here, f"a string is needed, not {raw!r}")
    return raw


def _optional_text(raw: JsonValue, here: Location) -> str | None:
    return None if raw is None else _text(raw, here)
