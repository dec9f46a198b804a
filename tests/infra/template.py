"""A synthesized template, as tests ask about it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Properties = dict[str, Any]


@dataclass(frozen=True)
class Template:
    """The resources and outputs of one stack's template."""

    resources: dict[str, dict[str, Any]]
    outputs: dict[str, Any]

    @classmethod
    def read(cls, outdir: Path, stack: str) -> "Template":
        """The template of a stack in a cloud assembly."""
        text = json.loads((outdir / f"{stack}.template.json").read_text())
        return cls(text["Resources"], text.get("Outputs", {}))

    @classmethod
    def together(cls, templates: Sequence["Template"]) -> "Template":
        """Several stacks' templates as one; logical ids that two of them have are told apart by a number."""
        resources: dict[str, dict[str, Any]] = {}
        outputs: dict[str, Any] = {}
        for number, template in enumerate(templates):
            names = {name: f"{name}/{number}" for name in template.resources if name in resources}
            for name, resource in template.resources.items():
                resources[names.get(name, name)] = _renamed(resource, names)
            outputs |= template.outputs
        return cls(resources, outputs)

    def of_type(self, kind: str) -> dict[str, Properties]:
        """The properties of every resource of a type, by logical id."""
        return {
            name: resource.get("Properties", {})
            for name, resource in self.resources.items()
            if resource["Type"] == kind
        }

    def only(self, kind: str, **properties: object) -> Properties:
        """The one resource of a type that has these properties."""
        (found,) = [
            body
            for body in self.of_type(kind).values()
            if all(body.get(name) == value for name, value in properties.items())
        ]
        return found

    def statements(self) -> Iterator[tuple[str, Properties]]:
        """Every statement of every role's policies, with the policy's logical id."""
        for name, policy in self.of_type("AWS::IAM::Policy").items():
            for statement in policy["PolicyDocument"]["Statement"]:
                yield name, statement


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """A part of a template with other names for the resources it refers to."""
    match value:
        case {"Ref": str(name)} if len(value) == 1:
            return {"Ref": names.get(name, name)}
        case {"Fn::GetAtt": [str(name), *rest]}:
            return {"Fn::GetAtt": [names.get(name, name), *rest]}
        case dict():
            return {key: _renamed(part, names) for key, part in value.items()}
        case list():
            return [_renamed(part, names) for part in value]
        case _:
            return value


def as_list(value: Any) -> list[Any]:
    """What a policy gives as one or as a list, as a list."""
    return value if isinstance(value, list) else [value]


def plain(value: Any) -> str:
    """A text that CloudFormation joins, with each reference as its name."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return str(value["Ref"])
    return "".join(plain(part) for part in value["Fn::Join"][1])


def named(reference: Any) -> str:
    """The logical id a Ref or a Fn::GetAtt names."""
    return str(reference["Ref"] if "Ref" in reference else reference["Fn::GetAtt"][0])
