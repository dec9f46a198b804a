"""Cloud assemblies as the tests need them: templates as Python objects, written as `cdk synth` does."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from local.assembly import Assembly, Environment, Location, ReturnValues, load
from local.assembly.resolver import Resolver
from local.assembly.template import read_template

ASSET_BUCKET = "cdk-assets-${AWS::AccountId}-${AWS::Region}"
STACK = "App"


def write_assembly(
    directory: Path,
    stacks: Mapping[str, dict[str, Any]],
    *,
    dependencies: Mapping[str, list[str]] | None = None,
    assets: Mapping[str, Mapping[str, str]] | None = None,
    environment: str = "aws://unknown-account/unknown-region",
) -> Path:
    """Write an assembly of these templates; `assets` are files of a directory (or one file), by hash."""
    directory.mkdir(parents=True, exist_ok=True)
    artifacts: dict[str, Any] = {}
    for stack, template in stacks.items():
        (directory / f"{stack}.template.json").write_text(json.dumps(template))
        artifacts[stack] = {
            "type": "aws:cloudformation:stack",
            "environment": environment,
            "properties": {"templateFile": f"{stack}.template.json"},
            "dependencies": (dependencies or {}).get(stack, []),
        }
    if assets:
        manifest = {"files": {digest: _asset(directory, digest, files) for digest, files in assets.items()}}
        (directory / "App.assets.json").write_text(json.dumps(manifest))
        artifacts["App.assets"] = {"type": "cdk:asset-manifest", "properties": {"file": "App.assets.json"}}
    (directory / "manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": artifacts}))
    return directory


def _asset(directory: Path, digest: str, files: Mapping[str, str]) -> dict[str, Any]:
    single = list(files) == [""]
    path = f"asset.{digest}"
    for name, content in files.items():
        file = directory / path / name if name else directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    return {
        "source": {"path": path, "packaging": "file" if single else "zip"},
        "destinations": {
            "here": {"bucketName": ASSET_BUCKET, "objectKey": f"{digest}.json" if single else f"{digest}.zip"}
        },
    }


def load_resources(directory: Path, resources: Mapping[str, Any], **sections: Any) -> Assembly:
    """Load an assembly of one stack with these resources."""
    return load(write_assembly(directory, {STACK: {"Resources": resources, **sections}}))


def resolve(
    value: JsonValue, *, created: Mapping[str, ReturnValues] | None = None, **sections: Any
) -> JsonValue:
    """Resolve a value that stands in a stack with these sections and these created resources."""
    resources: dict[str, JsonValue] = {name: {"Type": "Test::Resource"} for name in created or {}}
    template = read_template(STACK, {"Resources": resources, **sections})
    values = {(STACK, name): returned for name, returned in (created or {}).items()}
    return Resolver({STACK: template}, Environment(), values).value(value, Location(STACK, "Here"))
