"""Reads the cloud assembly that `cdk synth` leaves behind: stacks, their order, and their assets.

It knows the assembly's manifest and nothing of AWS services; what the resources mean is for `provision`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from local.assembly.asset import Asset, read_assets
from local.assembly.environment import Environment
from local.assembly.errors import Location, UnknownAsset, UnknownFunction
from local.assembly.order import creation_order, deployment_order
from local.assembly.resolver import Created, Resolver
from local.assembly.template import Resource, Template, read_template

_STACK = "aws:cloudformation:stack"
_ASSETS = "cdk:asset-manifest"
#: The kind of note that says which logical id a construct's resource has.
_LOGICAL_ID = "aws:cdk:logicalId"
#: Artifacts that describe the app to people and tools, and deploy nothing.
_DESCRIPTIVE = {"cdk:tree", "cdk:feature-flag-report"}


class _Properties(BaseModel):
    model_config = ConfigDict(extra="ignore")
    template_file: str = Field(default="", alias="templateFile")
    stack_name: str | None = Field(default=None, alias="stackName")
    file: str = ""


class _Artifact(BaseModel):
    model_config = ConfigDict(extra="ignore")
    type: str
    environment: str = "aws://unknown-account/unknown-region"
    dependencies: list[str] = []
    properties: _Properties = _Properties()
    metadata_file: str | None = Field(default=None, alias="additionalMetadataFile")


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="ignore")
    artifacts: dict[str, _Artifact]


@dataclass(frozen=True)
class Assembly:
    """A synthesized app.

    Attributes:
        environment: where it is deployed to.
        templates: of its stacks, by the stack's name, in the order of deployment.
        assets: its file assets.
        notes: the files with the CDK's notes on the constructs of the stacks that have some, by stack.
    """

    environment: Environment
    templates: Mapping[str, Template]
    assets: tuple[Asset, ...]
    notes: Mapping[str, Path]

    @cached_property
    def constructs(self) -> Mapping[tuple[str, str], str]:
        """The paths of the constructs that resources come from, by stack and logical id, where known."""
        return {
            (stack, note["data"]): construct.removeprefix("/")
            for stack, file in self.notes.items()
            for construct, notes in json.loads(file.read_bytes()).items()
            for note in notes
            if note["type"] == _LOGICAL_ID
        }

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """All stacks' resources whose condition holds, each after those it refers to."""
        resolver = self.resolver({})
        return tuple(
            resource
            for template in self.templates.values()
            for resource in creation_order(template, self.environment)
            if resolver.exists(resource, template.stack)
        )

    def resolver(self, created: Created) -> Resolver:
        """Return a resolver of the assembly's values that reads `created` at every call."""
        return Resolver(self.templates, self.environment, created)

    def outputs(self, created: Created) -> dict[str, dict[str, JsonValue]]:
        """Return the outputs whose condition holds, by stack and name."""
        resolver = self.resolver(created)
        return {
            stack: {
                name: resolver.value(output.value, Location(stack, name).at("Value"))
                for name, output in template.outputs.items()
                if resolver.exists(output, stack)
            }
            for stack, template in self.templates.items()
        }

    def published(self, bucket: JsonValue, key: JsonValue, here: Location) -> Asset:
        """Return the asset that a deployment publishes to `bucket` under `key`."""
        for asset in self.assets:
            if (asset.bucket, asset.key) == (bucket, key):
                return asset
        raise UnknownAsset(here, f"the assembly publishes nothing as s3://{bucket}/{key}")


def load(directory: Path, environment: Environment | None = None) -> Assembly:
    """Read the cloud assembly in `directory`, such as `cdk.out`.

    Args:
        directory: that holds `manifest.json`.
        environment: where the stacks are deployed to, by default moto's account.

    Raises:
        AssemblyError: one of its kinds, for whatever is not understood.
    """
    environment = environment or Environment()
    here = Location(directory.name)
    manifest = _Manifest.model_validate_json((directory / "manifest.json").read_bytes())
    stacks: dict[str, _Artifact] = {}
    assets: list[Asset] = []
    for name, artifact in manifest.artifacts.items():
        if artifact.type == _STACK:
            stacks[name] = artifact
        elif artifact.type == _ASSETS:
            assets += read_assets(directory / artifact.properties.file, environment)
        elif artifact.type not in _DESCRIPTIVE:
            raise UnknownFunction(here.at(name), f"an artifact of type {artifact.type} is not understood")
    dependencies = {name: [each for each in it.dependencies if each in stacks] for name, it in stacks.items()}
    templates: dict[str, Template] = {}
    notes: dict[str, Path] = {}
    for name in deployment_order(dependencies):
        properties = stacks[name].properties
        stack = properties.stack_name or name
        environment.must_suit(stacks[name].environment, stack)
        raw = json.loads((directory / properties.template_file).read_bytes())
        templates[stack] = read_template(stack, raw)
        if (metadata_file := stacks[name].metadata_file) is not None:
            notes[stack] = directory / metadata_file
    return Assembly(environment, templates, tuple(assets), notes)
