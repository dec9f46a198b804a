"""What is wrong with a definition, and where: the words of the checks in this room."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

INVALID_JSON: Final = "INVALID_JSON_DESCRIPTION"
SCHEMA: Final = "SCHEMA_VALIDATION_FAILED"
TARGET: Final = "MISSING_TRANSITION_TARGET"
DUPLICATE: Final = "DUPLICATE_STATE_NAME"

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """Something wrong with a definition.

    Attributes:
        message: what it is.
        location: where it is, as /States/Pack/Next.
        code: AWS's name for the kind of it.
    """

    message: str
    location: str
    code: str = SCHEMA

    def __str__(self) -> str:
        return f"{self.code}: {self.message} at {self.location}"


@dataclass(frozen=True)
class State:
    """A state of a definition.

    Attributes:
        name: its own.
        fields: what the definition says of it.
        location: where it says so.
        language: "JSONPath" or "JSONata".
        express: whether its state machine is an Express one.
    """

    name: str
    fields: Fields
    location: str
    language: str
    express: bool

    @property
    def type(self) -> str:
        """Its type, empty if it has none."""
        return str(self.fields.get("Type", ""))

    def at(self, field: str) -> str:
        """Return where one of its fields is."""
        return f"{self.location}/{field}"

    def machines(self) -> Iterator[tuple[str, Fields, bool]]:
        """Yield the machines within it: where each is, what it is, and whether it is Express."""
        for number, branch in enumerate(self.fields.get("Branches", ())):
            yield self.at(f"Branches[{number}]"), branch, self.express
        for field in ("ItemProcessor", "Iterator"):
            if field in self.fields:
                processor = self.fields[field]
                config = processor.get("ProcessorConfig", {})
                express = config.get("ExecutionType") == "EXPRESS" or (
                    self.express and config.get("Mode") != "DISTRIBUTED"
                )
                yield self.at(field), processor, express
