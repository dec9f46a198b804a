"""The events on the bus keep what docs/events promises."""

import copy
import json
from typing import Any

import pytest

from functions.offload.domain_events import JobSucceeded
from tests.event_schemas.schemas import FOLDER, PROMISES, Promise, Schema, broken


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.path.stem)
def test_a_version_is_as_it_was_promised(promise: Promise) -> None:
    promised = json.loads(promise.path.read_text())
    assert broken(promised, promise.schema, promise.kept_for) == [], "give the event a new version"
    assert promised == promise.schema, "it breaks nobody: python -m tests.event_schemas writes it down"


def test_every_event_has_its_schema_and_no_promise_is_forgotten() -> None:
    known = {promise.path.name for promise in PROMISES}
    assert known <= {path.name for path in FOLDER.glob("*.json")}


def changed(**properties: Any) -> Schema:
    """Return the schema of JobSucceeded with some of its properties changed; None takes one away."""
    schema = copy.deepcopy(Promise(JobSucceeded).schema)
    for name, rule in properties.items():
        if rule is None:
            del schema["properties"][name]
            schema["required"] = [each for each in schema["required"] if each != name]
        else:
            schema["properties"][name] = rule
    return schema


def test_a_field_may_be_added_and_a_description_changed() -> None:
    now = changed(added={"type": "string"}, at={"type": "string", "description": "in other words"})
    assert broken(changed(), now, "hearers") == []


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (changed(at=None), "at is gone"),
        (changed(at={"type": "integer"}), "at. was {'type': 'string'} and is {'type': 'integer'}"),
        ({**changed(), "required": []}, "at is not always there"),
        (changed(job={"type": "object", "properties": {}}), "job.owner is gone"),
        (changed(status={"const": "DONE"}), "status. was"),
    ],
)
def test_what_was_promised_may_not_change_within_a_version(now: Schema, what: str) -> None:
    assert any(flaw.startswith(what) for flaw in broken(changed(), now, "hearers"))


def test_a_sender_bears_a_new_field_unless_it_is_demanded() -> None:
    before: Schema = {"properties": {"type": {"type": "string"}}, "required": ["type"]}
    after: Schema = {"properties": {**before["properties"], "priority": {"type": "integer"}}}
    assert broken(before, {**after, "required": ["type"]}, "senders") == []
    assert broken(before, {**after, "required": ["type", "priority"]}, "senders") == ["priority is demanded"]
