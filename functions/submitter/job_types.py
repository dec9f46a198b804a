"""What the submitter knows of the catalog: each type's JSON schema, and what its jobs are ordered by.

The schemas are those that `POST /jobs/{type}` checks by, made of the same contracts when the stage is
synthesized; they come with the code, in `job_types.json`.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jsonschema import Draft4Validator, ValidationError
from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter

from functions.submitter.errors import InvalidPayload, UnknownType

#: So many flaws of a payload are told, and so much of each.
MAX_FLAWS, MAX_CHARACTERS = 5, 120


class JobType(BaseModel):
    """One type.

    Attributes:
        contract: the JSON schema (draft 4) of a payload. Not `schema`, which Pydantic has for itself.
        ordered_by: the field whose equal values keep jobs in order, if there is one.
    """

    model_config = ConfigDict(frozen=True)

    contract: dict[str, JsonValue]
    ordered_by: str | None = None

    @functools.cached_property
    def validator(self) -> Draft4Validator:
        """What checks a payload; made when the first comes."""
        return Draft4Validator(self.contract)


@dataclass(frozen=True)
class JobTypes:
    """The types of the catalog, by name."""

    types: Mapping[str, JobType]

    @classmethod
    def read(cls, path: Path) -> "JobTypes":
        """Read the file that was made with the stage."""
        return cls(TypeAdapter(dict[str, JobType]).validate_json(path.read_bytes()))

    def check(self, name: str, payload: JsonValue) -> JobType:
        """Return the type of a payload that keeps its contract; raises UnknownType or InvalidPayload."""
        if name not in self.types:
            raise UnknownType(f"there is no job type {name!r}")
        job_type = self.types[name]
        flaws = sorted(job_type.validator.iter_errors(payload), key=lambda flaw: list(map(str, flaw.path)))
        if flaws:
            raise InvalidPayload("; ".join(map(_told, flaws[:MAX_FLAWS])))
        return job_type


def _told(flaw: ValidationError) -> str:
    """Say what is wrong and where, without the value: whoever listens may read it."""
    where = ".".join(map(str, flaw.absolute_path)) or "payload"
    if flaw.validator in ("required", "additionalProperties"):
        return f"{where}: {flaw.message}"[:MAX_CHARACTERS]
    return f"{where}: does not keep {flaw.validator} {flaw.validator_value}"[:MAX_CHARACTERS]
