"""From a wish to a submission: whose job it is, which, and in which order it is done."""

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from functions.offload.messages import Submission, parse_intake
from functions.offload.queues import Queue
from functions.submitter.deliveries import Delivered, Firing, SubmitEvent
from functions.submitter.errors import InvalidPayload, InvalidSubmission, UnknownType
from functions.submitter.job_types import JobType, JobTypes
from functions.submitter.submission import Submitter, Wish

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

#: Of SQS's page on SendMessage, for MessageGroupId and MessageDeduplicationId.
SQS_ID = re.compile(r"[A-Za-z0-9!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]{1,128}")

BOOKING: dict[str, JsonValue] = {
    "type": "object",
    "properties": {"account": {"type": "string"}, "cents": {"type": "integer", "minimum": 1}},
    "required": ["account"],
    "additionalProperties": False,
}
TYPES = JobTypes({"booking": JobType(contract=BOOKING, ordered_by="account"), "note": JobType(contract={})})
WISH = Wish("shop.example", "booking", "k-1", {"account": "a/1 ü"}, 1_893_456_000.25)


@dataclass
class FakeSqs:
    """Remembers what is sent."""

    sent: list[Mapping[str, Any]] = field(default_factory=list)

    def send_message(self, **message: Any) -> None:
        self.sent.append(message)


def sent_for(*wishes: Wish) -> list[Mapping[str, Any]]:
    client = FakeSqs()
    submitter = Submitter(TYPES, Queue(cast("SQSClient", client), "https://sqs/intake.fifo"))
    for wish in wishes:
        submitter.submit(wish)
    return client.sent


def test_a_submission_names_the_service_as_owner_and_the_key_in_its_id() -> None:
    (message,) = sent_for(WISH)
    assert parse_intake(message["MessageBody"]) == Submission(
        owner="service:shop.example",
        id="booking.k-1",
        type="booking",
        submitted_at=1_893_456_000_250,
        payload={"account": "a/1 ü"},
    )


def test_the_same_wish_is_the_same_message_and_another_is_not() -> None:
    again, other = WISH, dataclasses.replace(WISH, key="k-2")
    first, second, third = (message["MessageDeduplicationId"] for message in sent_for(WISH, again, other))
    assert first == second != third


def test_jobs_of_an_ordered_type_share_a_group_where_they_agree_in_its_value() -> None:
    same = dataclasses.replace(WISH, key="k-2")
    differs = dataclasses.replace(WISH, payload={"account": "a/2"})
    note = dataclasses.replace(WISH, type="note")
    groups = [message["MessageGroupId"] for message in sent_for(WISH, same, differs, note)]
    assert groups[0] == groups[1] == "service:shop.example.booking.a%2F1+%C3%BC"
    assert len(set(groups)) == 3
    assert groups[3] == "service:shop.example.note.k-1"


@given(
    service=st.from_regex(r"[A-Za-z0-9._-]{1,100}", fullmatch=True),
    key=st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True),
    account=st.text(max_size=300),
)
def test_a_group_is_always_one_that_sqs_takes(service: str, key: str, account: str) -> None:
    for kind in ("booking", "note"):
        (message,) = sent_for(Wish(service, kind, key, {"account": account}, 0))
        assert SQS_ID.fullmatch(message["MessageGroupId"])
        assert SQS_ID.fullmatch(message["MessageDeduplicationId"])


def test_an_unknown_type_and_a_payload_that_breaks_its_schema_are_told_apart() -> None:
    with pytest.raises(UnknownType, match="'boking'"):
        sent_for(dataclasses.replace(WISH, type="boking"))
    with pytest.raises(InvalidPayload) as refused:
        sent_for(dataclasses.replace(WISH, payload={"cents": 0, "secret": "s3cret"}))
    told = str(refused.value)
    assert "'account' is a required property" in told
    assert "cents: does not keep minimum 1" in told
    assert "s3cret" not in told


def test_the_types_are_read_from_the_file_that_was_made_with_the_stage(tmp_path: Path) -> None:
    path = tmp_path / "job_types.json"
    path.write_text(json.dumps({"booking": {"contract": BOOKING, "ordered_by": "account"}}))
    assert JobTypes.read(path).types["booking"] == TYPES.types["booking"]


def event(**fields: object) -> dict[str, object]:
    """Return an event as EventBridge delivers it."""
    return {
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "detail-type": "SubmitJob",
        "source": "shop.example",
        "time": "2030-01-01T00:00:00Z",
        "detail": {"version": 1, "type": "note", "payload": {}},
        **fields,
    }


def read(message: object) -> SubmitEvent | Firing:
    return Delivered.model_validate_json(json.dumps(message)).root


def test_an_event_without_a_key_has_its_own_id_for_one() -> None:
    assert read(event()).wish() == Wish(
        "shop.example", "note", "6a7e8feb-b491-4cf7-a9f1-bf3703467718", {}, 1_893_456_000
    )


@pytest.mark.parametrize("source", ["schedule", "aws.events", "offload.jobs", "a/b", "a b", "", "x" * 101])
def test_a_source_that_is_not_a_services_own_is_refused(source: str) -> None:
    with pytest.raises(InvalidSubmission):
        read(event(source=source)).wish()


def test_a_firing_is_the_schedules_and_names_its_time() -> None:
    firing = {"schedule": "w-nightly", "time": "2030-01-01T03:00:00Z", "type": "note", "payload": {"a": 1}}
    assert read(firing).wish() == Wish(
        "schedule", "note", "w-nightly-20300101T030000", {"a": 1}, 1_893_466_800
    )


def test_no_event_passes_for_a_firing() -> None:
    forged = {"schedule": "w-nightly", "time": "2030-01-01T03:00:00Z", "type": "note", "payload": {}}
    assert isinstance(read(event(detail=forged)), SubmitEvent)
    with pytest.raises(InvalidSubmission):
        read(event(detail=forged)).wish()
