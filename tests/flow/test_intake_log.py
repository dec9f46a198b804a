"""Intake's log names the job of each message it takes, in the words the workers' logs use."""

import json

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.thumbnails import PHOTO, submit_photo, wanted

#: SQS forgets a deduplication id after five minutes.
DEDUPLICATION_SECONDS = 300

Log = list[tuple[str, str]]


def said(log: Log, job: str) -> list[tuple[str, str | None, int | None]]:
    """Return the message, type and run of each line in which intake names a job."""
    entries = [
        json.loads(line)
        for function, line in log
        if function == "offload-dev-intake" and line.startswith("{")
    ]
    return [
        (entry["message"], entry.get("type"), entry.get("run"))
        for entry in entries
        if entry.get("job") == job
    ]


def test_a_submission_is_one_line(caller: Caller, stack: LocalStack, log: Log) -> None:
    job = submit_photo(caller)
    stack.settle()

    assert said(log, f"{caller.user.user_id}/{job}") == [("recorded and routed", "thumbnail", 1)]


def test_a_retry_is_told_with_its_run(caller: Caller, log: Log) -> None:
    job = submit_photo(caller, b"no picture")
    caller.follow(job)
    caller.retry(job)
    caller.follow(job, run=2)

    assert said(log, f"{caller.user.user_id}/{job}")[1:] == [("recorded and routed", "thumbnail", 2)]


def test_a_duplicate_is_told(caller: Caller, stack: LocalStack, log: Log) -> None:
    payload = wanted(caller.upload(PHOTO))
    job = caller.submit("thumbnail", payload, key="twice")
    stack.clock.advance(seconds=DEDUPLICATION_SECONDS)
    caller.submit("thumbnail", payload, key="twice")
    stack.settle()

    assert said(log, f"{caller.user.user_id}/{job}")[1:] == [
        ("a duplicate: the first submission counts", "thumbnail", 1),
        ("nothing to do for this message", "thumbnail", None),
    ]


def test_a_refused_message_is_told(account: Account, stack: LocalStack, log: Log) -> None:
    about = {"kind": "submission", "owner": "somebody", "id": "poem.1", "type": "poem"}
    account.send_to_intake({**about, "submitted_at": 0, "payload": {}})
    stack.settle()

    assert said(log, "somebody/poem.1") == [("refused: there is no such job type", "poem", None)]
