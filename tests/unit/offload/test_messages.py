"""The messages on the kit's queues."""

import pytest

from functions.offload.errors import MalformedMessage
from functions.offload.job import JobRef
from functions.offload.messages import Retry, Submission, Work, parse_intake, parse_work


def test_a_work_message_names_a_run_and_reads_back() -> None:
    ref = JobRef("AIDA", "demo.a", "demo", 2)
    message = parse_work(Work.of(ref, failed=True).model_dump_json())
    assert (message.ref, message.failed) == (ref, True)


def test_intake_reads_a_submission_whatever_its_payload() -> None:
    rest = '"kind":"submission","owner":"A","id":"t.x","type":"t","submitted_at":5}'
    body = '{"payload":[1,"ü",{"a":null}],' + rest
    assert parse_intake(body) == Submission(
        owner="A", id="t.x", type="t", submitted_at=5, payload=[1, "ü", {"a": None}]
    )


def test_intake_reads_a_retry() -> None:
    assert parse_intake('{"kind":"retry","owner":"A","id":"t.x","type":"t","run":3}') == Retry(
        owner="A", id="t.x", type="t", run=3
    )


def test_a_payload_that_names_another_owner_does_not_become_theirs() -> None:
    """The API's template writes the payload first: what follows overrules what a caller smuggles in."""
    smuggled = '{"payload":{},"owner":"VICTIM",'
    body = smuggled + '"kind":"submission","owner":"A","id":"t.x","type":"t","submitted_at":5}'
    assert parse_intake(body).owner == "A"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not json",
        "[]",
        '{"kind":"other"}',
        '{"kind":"retry","owner":"A/B","id":"t.x","type":"t","run":1}',
        '{"kind":"retry","owner":"","id":"t.x","type":"t","run":1}',
        '{"kind":"retry","owner":"A","id":"t.x","type":"t","run":1,"more":1}',
    ],
)
def test_what_is_no_message_of_the_kit_is_said_to_be_malformed(body: str) -> None:
    with pytest.raises(MalformedMessage, match="not a message for intake"):
        parse_intake(body)
    with pytest.raises(MalformedMessage, match="not a message for a worker"):
        parse_work(body)
