"""The events that others rely on, and the JSON schema of each version as its model has it now."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from functions.offload.domain_events import JOB_EVENTS
from functions.offload.submission_events import SubmissionRejected, SubmitJob

FOLDER = Path(__file__).parents[2] / "docs/events"

Schema = dict[str, Any]


@dataclass(frozen=True)
class Promise:
    """An event of one version.

    Attributes:
        model: what it is made of; the name of the class is the detail-type.
        kept_for: whom a change may not break: those who `hear` it, or those who `send` it.
    """

    model: type[BaseModel]
    kept_for: Literal["hearers", "senders"] = "hearers"

    @property
    def path(self) -> Path:
        """The file of the schema."""
        return FOLDER / f"{self.model.__name__}.{self.model.model_fields['version'].default}.json"

    @property
    def schema(self) -> Schema:
        """The schema as the model has it now."""
        mode: Literal["serialization", "validation"] = (
            "serialization" if self.kept_for == "hearers" else "validation"
        )
        return self.model.model_json_schema(mode=mode)


PROMISES = (
    *(Promise(event) for event in JOB_EVENTS),
    Promise(SubmissionRejected),
    Promise(SubmitJob, kept_for="senders"),
)


def broken(before: Schema, now: Schema, kept_for: Literal["hearers", "senders"]) -> list[str]:
    """Return what a change of a schema breaks for those who know it as it was; nothing if they need not know.

    Hearers bear a field that is added. Senders bear one too, unless they have to send it.
    """
    return list(_broken(_whole(before), _whole(now), kept_for, ""))


def _broken(before: Schema, now: Schema, kept_for: str, where: str) -> Iterator[str]:
    was, is_ = before.get("properties"), now.get("properties")
    if was is None or is_ is None:
        if _rule(before) != _rule(now):
            yield f"{where or 'the event'} was {_rule(before)} and is {_rule(now)}"
        return
    for name, rule in was.items():
        if name not in is_:
            yield f"{where}{name} is gone"
        else:
            yield from _broken(rule, is_[name], kept_for, f"{where}{name}.")
    needed, need = set(before.get("required", [])), set(now.get("required", []))
    lost = needed - need if kept_for == "hearers" else need - needed
    for name in sorted(lost):
        yield f"{where}{name} is " + ("not always there" if kept_for == "hearers" else "demanded")


def _rule(schema: Schema) -> Schema:
    """Return what a schema demands, without what it only tells people."""
    return {name: rule for name, rule in schema.items() if name not in ("title", "description", "default")}


def _whole(schema: Schema) -> Schema:
    """Return a schema with its definitions in the places that refer to them."""
    definitions = schema.get("$defs", {})

    def put_in(part: Any) -> Any:
        if isinstance(part, list):
            return [put_in(each) for each in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            name = part["$ref"].removeprefix("#/$defs/")
            return put_in(definitions[name]) if definitions.get(name) else {}
        return {name: put_in(each) for name, each in part.items() if name != "$defs"}

    whole: Schema = put_in(schema)
    return whole
