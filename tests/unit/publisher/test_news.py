"""Which event a change of a job is."""

import dataclasses
import json

import pytest

from functions.offload.domain_events import (
    JOB_EVENTS,
    MAX_RESULT_BYTES,
    JobAccepted,
    JobCancelled,
    JobFailed,
    JobRetried,
    JobStarted,
    JobSucceeded,
)
from functions.offload.job import Failure, Job, JobRef, Status
from functions.publisher.news import news_of

SUBMITTED, STARTED, ENDED = "2030-01-01T00:00:00.000Z", "2030-01-01T00:00:01.000Z", "2030-01-01T00:00:02.000Z"
CHANGED, CHANGED_AT = 1_893_456_005.0, "2030-01-01T00:00:05.000Z"

WAITING = Job(
    ref=JobRef("AIDA", "demo.a", "demo", 1),
    status=Status.PENDING,
    attempt=0,
    fence=0,
    group="AIDA.demo.a",
    submitted_at=SUBMITTED,
    payload='{"secret": "payload"}',
)
RUNNING = dataclasses.replace(WAITING, status=Status.RUNNING, attempt=1, fence=1, started_at=STARTED)
DONE = dataclasses.replace(RUNNING, status=Status.SUCCEEDED, ended_at=ENDED, result='{"pages": 3}')
FAILED = dataclasses.replace(
    RUNNING, status=Status.FAILED, ended_at=ENDED, error=Failure("NoPicture", "no picture")
)
CANCELLED = dataclasses.replace(WAITING, status=Status.CANCELLED, ended_at=ENDED)
AGAIN = dataclasses.replace(WAITING, ref=JobRef("AIDA", "demo.a", "demo", 2))


@pytest.mark.parametrize(
    ("before", "after", "event", "sequence", "at"),
    [
        (None, WAITING, JobAccepted, 0, SUBMITTED),
        (WAITING, RUNNING, JobStarted, 1, STARTED),
        (RUNNING, DONE, JobSucceeded, 2, ENDED),
        (RUNNING, FAILED, JobFailed, 2, ENDED),
        (WAITING, CANCELLED, JobCancelled, 2, ENDED),
        (FAILED, AGAIN, JobRetried, 3, CHANGED_AT),
    ],
)
def test_a_change_of_status_is_news(
    before: Job | None, after: Job, event: type, sequence: int, at: str
) -> None:
    news = news_of(before, after, CHANGED)

    assert news is not None
    assert type(news) is event
    assert news.id == f"AIDA/demo.a/{after.ref.run}/{event.__name__}"
    assert (news.sequence, news.at, news.submitted_at) == (sequence, at, SUBMITTED)
    assert news.job.model_dump() == {"owner": "AIDA", "id": "demo.a", "type": "demo", "run": after.ref.run}
    assert json.loads(news.model_dump_json())["status"] == after.status
    assert "payload" not in news.model_dump_json()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (RUNNING, dataclasses.replace(RUNNING, attempt=2, fence=2)),
        (RUNNING, dataclasses.replace(RUNNING, lease_until=CHANGED)),
        (RUNNING, dataclasses.replace(RUNNING, cancel_requested=True)),
        (DONE, None),
    ],
)
def test_what_leaves_the_status_as_it_was_is_none(before: Job, after: Job | None) -> None:
    assert news_of(before, after, CHANGED) is None


def test_a_result_is_told_as_it_is_unless_it_is_large() -> None:
    small = news_of(RUNNING, DONE, CHANGED)
    assert isinstance(small, JobSucceeded)
    assert (small.result, small.result_omitted) == ({"pages": 3}, False)

    large = news_of(RUNNING, dataclasses.replace(DONE, result=json.dumps("x" * MAX_RESULT_BYTES)), CHANGED)
    assert isinstance(large, JobSucceeded)
    assert (large.result, large.result_omitted) == (None, True)
    assert len(large.model_dump_json()) < 1000

    nothing = news_of(RUNNING, dataclasses.replace(DONE, result=None), CHANGED)
    assert isinstance(nothing, JobSucceeded)
    assert (nothing.result, nothing.result_omitted) == (None, False)


def test_a_result_that_no_json_reader_takes_becomes_one() -> None:
    """Python writes NaN, which is no JSON; EventBridge would refuse it for ever."""
    news = news_of(RUNNING, dataclasses.replace(DONE, result='{"mean": NaN}'), CHANGED)
    assert news is not None

    def refuse(text: str) -> float:
        raise AssertionError(text)

    assert json.loads(news.model_dump_json(), parse_constant=refuse)["result"] == {"mean": None}


def test_a_result_that_is_no_text_is_left_out() -> None:
    news = news_of(RUNNING, dataclasses.replace(DONE, result=json.dumps({"name": "half \ud800"})), CHANGED)
    assert isinstance(news, JobSucceeded)
    assert (news.result, news.result_omitted) == (None, True)
    assert news.model_dump_json()


def test_a_failure_says_why() -> None:
    news = news_of(RUNNING, FAILED, CHANGED)
    assert isinstance(news, JobFailed)
    assert news.error.model_dump() == {"type": "NoPicture", "message": "no picture"}


def test_every_event_takes_fields_it_does_not_know() -> None:
    news = news_of(None, WAITING, CHANGED)
    assert news is not None
    later = {**news.model_dump(), "added_later": 1}
    assert JobAccepted.model_validate(later) == news
    assert len({event.__name__ for event in JOB_EVENTS}) == len(JOB_EVENTS)
