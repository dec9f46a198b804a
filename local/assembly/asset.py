"""File assets: the directories and files that a deployment publishes to the account's asset bucket.

A template names an asset by the bucket and key it is published under; the asset manifest says which file that
is. Container images are refused: nothing here runs them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from local.assembly.environment import Environment
from local.assembly.errors import Location, UnknownFunction


@dataclass(frozen=True)
class Asset:
    """A file or directory of the assembly.

    Attributes:
        hash: of its content; the same content has the same hash in every assembly.
        path: where it is.
        bucket: it is published to.
        key: it is published under.
    """

    hash: str
    path: Path
    bucket: str
    key: str


class _Source(BaseModel):
    model_config = ConfigDict(extra="ignore")
    path: str | None = None


class _Destination(BaseModel):
    model_config = ConfigDict(extra="ignore")
    bucket_name: str = Field(alias="bucketName")
    object_key: str = Field(alias="objectKey")


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore")
    source: _Source
    destinations: dict[str, _Destination]


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="ignore")
    files: dict[str, _File] = {}
    images: dict[str, object] = Field(default={}, alias="dockerImages")


def read_assets(manifest: Path, environment: Environment) -> Iterator[Asset]:
    """Yield the assets of an asset manifest, one for each place it is published to.

    https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema

    Raises:
        UnknownFunction: for a container image, or a file that a command would have to make.
    """
    here = Location(manifest.name)
    content = _Manifest.model_validate_json(manifest.read_bytes())
    for image in content.images:
        raise UnknownFunction(here.at("dockerImages", image), "container images are not run locally")
    for digest, file in content.files.items():
        if file.source.path is None:
            raise UnknownFunction(here.at("files", digest), "an asset made by a command is not understood")
        for destination in file.destinations.values():
            yield Asset(
                hash=digest,
                path=manifest.parent / file.source.path,
                bucket=_filled_in(destination.bucket_name, environment),
                key=_filled_in(destination.object_key, environment),
            )


def _filled_in(text: str, environment: Environment) -> str:
    for name, value in environment.pseudo_parameters("").items():
        text = text.replace(f"${{{name}}}", str(value))
    return text
