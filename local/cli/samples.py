"""The sample jobs of a folder: what to submit, which files to upload first, and how each should end.

Nothing here knows a job type: all of it comes from the files.
"""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, ValidationInfo, field_validator

from local.cli.failure import Failure


class InvalidSample(Failure):
    """A sample's file does not say what it must; the message names the file."""


class Sample(BaseModel):
    """One job to show.

    Attributes:
        title: what a reader sees happen, in a few words.
        type: its job type.
        payload: as it is submitted, but for the fields that name uploads.
        uploads: payload field → the file whose key goes there; in the JSON, a path beside the sample's file.
        expect: the status it should end in.
        expect_error: the name of the error, for one that should fail.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    type: str
    payload: dict[str, JsonValue]
    uploads: dict[str, Path] = Field(default={})
    expect: Literal["SUCCEEDED", "FAILED"]
    expect_error: str | None = None

    @field_validator("uploads")
    @classmethod
    def _lie_beside_the_sample(cls, uploads: dict[str, Path], info: ValidationInfo) -> dict[str, Path]:
        folder = info.context or Path()
        return {field: folder / path for field, path in uploads.items()}


def read_samples(folder: Path) -> list[Sample]:
    """Read every sample of a folder, in the order of the files' names. Raises InvalidSample."""
    samples = []
    for path in sorted(folder.glob("*.json")):
        try:
            samples.append(Sample.model_validate_json(path.read_bytes(), context=path.parent))
        except ValidationError as error:
            raise InvalidSample(f"{path}: {error}") from error
    return samples
