"""A change of a record, as a source tells it, and the message that carries it to the copy."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(min_length=1, max_length=256)]


class Change(BaseModel):
    """A record as it became: whole, so that the newest change says all that the older ones did.

    Attributes:
        key: of the record.
        version: rises with each change of this record.
        op: whether it was written or deleted.
        record: all of it; a deletion has none.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    key: Key
    version: int = Field(ge=0, le=2**63 - 1)
    op: Literal["upsert", "delete"]
    record: dict[str, JsonValue] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "Change":
        if (self.op == "upsert") != (self.record is not None):
            raise ValueError("an upsert has a record, a delete has none")
        return self


class PulledChange(BaseModel):
    """A change on its way from the source it came from."""

    model_config = ConfigDict(frozen=True)

    source: str
    change: Change
