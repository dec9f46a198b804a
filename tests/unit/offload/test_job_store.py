"""The moves of a job in the job store."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from functions.offload.job import Failure, Job, JobRef, Status
from functions.offload.store import attempts, ends
from functions.offload.store.acceptance import record, retry
from functions.offload.store.table import JobTable, Refused
from tests.unit.offload.job_table import accepted

NOW = 1_900_000_100.0
LEASE = 60.0
BAD_LUCK = Failure("Flaky", "bad luck")


def claim(table: JobTable, ref: JobRef, *, now: float = NOW, max_attempts: int = 3) -> attempts.Claim:
    return attempts.claim(table, ref, now=now, lease_seconds=LEASE, max_attempts=max_attempts)


def claimed(table: JobTable, ref: JobRef, *, now: float = NOW, max_attempts: int = 3) -> Job:
    answer = claim(table, ref, now=now, max_attempts=max_attempts)
    assert isinstance(answer, attempts.Claimed)
    return answer.job


def test_a_recorded_job_is_pending_in_its_first_run_and_has_no_expiry(table: JobTable) -> None:
    job = record(table, accepted(payload='{"n":1.10}'))
    assert (job.status, job.ref.run, job.attempt, job.payload) == (Status.PENDING, 1, 0, '{"n":1.10}')
    stored = table.client.get_item(TableName="jobs", Key={"key": {"S": job.ref.key}})["Item"]
    assert "expires_at" not in stored


def test_the_first_payload_wins_when_a_submission_comes_twice(table: JobTable) -> None:
    first = record(table, accepted(payload='"first"'))
    assert record(table, accepted(payload='"second"')) == first


def test_two_owners_with_the_same_id_have_two_jobs(table: JobTable) -> None:
    mine, theirs = record(table, accepted(owner="AIDAA")), record(table, accepted(owner="AIDAB"))
    claimed(table, mine.ref)
    untouched = table.get(theirs.ref.key)
    assert untouched is not None
    assert untouched.status is Status.PENDING


def test_a_held_job_cannot_be_claimed_until_its_lease_ends(table: JobTable) -> None:
    ref = record(table, accepted()).ref
    claimed(table, ref)
    assert claim(table, ref, now=NOW + 1) == attempts.Held(until=NOW + LEASE)
    assert claimed(table, ref, now=NOW + LEASE).attempt == 2


def test_a_job_given_back_can_be_claimed_at_once(table: JobTable) -> None:
    ref = record(table, accepted()).ref
    assert attempts.give_back(table, claimed(table, ref), now=NOW)
    assert claimed(table, ref).attempt == 2


def test_a_stale_worker_can_neither_end_nor_give_back_what_another_has_claimed(table: JobTable) -> None:
    ref = record(table, accepted()).ref
    stale = claimed(table, ref)
    current = claimed(table, ref, now=NOW + LEASE)
    assert not attempts.give_back(table, stale, now=NOW + LEASE)
    with pytest.raises(Refused):
        ends.finish(table, stale, ends.Succeeded("1"), now=NOW + LEASE)
    assert ends.finish(table, current, ends.Succeeded("2"), now=NOW + LEASE).result == "2"


def test_after_the_last_attempt_the_job_is_exhausted_and_stays_so(table: JobTable) -> None:
    ref = record(table, accepted()).ref
    for attempt in (1, 2, 3):
        job = claimed(table, ref, now=NOW + attempt * LEASE)
        assert job.attempt == attempt
    assert isinstance(claim(table, ref, now=NOW + 9 * LEASE), attempts.Exhausted)


def test_only_the_last_attempt_is_watched_by_the_sweep(table: JobTable) -> None:
    ref = record(table, accepted()).ref
    assert claimed(table, ref, max_attempts=2).watch_at is None
    last = claimed(table, ref, now=NOW + LEASE, max_attempts=2)
    assert last.watch_at == NOW + 2 * LEASE + attempts.WATCH_GRACE_SECONDS


def test_a_single_attempt_is_the_last_one(table: JobTable) -> None:
    ref = record(table, accepted()).ref
    assert claimed(table, ref, max_attempts=1).watch_at is not None
    assert isinstance(claim(table, ref, now=NOW + LEASE, max_attempts=1), attempts.Exhausted)


def test_an_ended_job_has_an_expiry_and_is_never_claimed_again(table: JobTable) -> None:
    job = claimed(table, record(table, accepted()).ref)
    ends.finish(table, job, ends.Succeeded("{}"), now=NOW)
    stored = table.client.get_item(TableName="jobs", Key={"key": {"S": job.ref.key}})["Item"]
    assert int(stored["expires_at"]["N"]) == NOW + table.retention_seconds
    assert not {"lease_until", "watch_at", "watch_shard"} & set(stored)
    assert claim(table, job.ref, now=NOW + 9 * LEASE) == attempts.Settled()


def test_a_retry_begins_the_next_run_once(table: JobTable) -> None:
    job = claimed(table, record(table, accepted()).ref)
    ends.finish(table, job, BAD_LUCK, now=NOW)
    again = retry(table, job.ref)
    assert again is not None
    assert (again.status, again.ref.run, again.attempt, again.error) == (Status.PENDING, 2, 0, None)
    assert again.fence > job.fence
    assert retry(table, job.ref) == again
    claimed(table, again.ref)
    assert retry(table, job.ref) is None


def test_only_a_failed_job_is_retried(table: JobTable) -> None:
    job = record(table, accepted())
    assert retry(table, job.ref) is None
    ends.finish(table, claimed(table, job.ref), ends.Succeeded(None), now=NOW)
    assert retry(table, job.ref) is None


def test_a_message_of_an_older_run_has_nothing_to_do(table: JobTable) -> None:
    job = claimed(table, record(table, accepted()).ref)
    ends.finish(table, job, BAD_LUCK, now=NOW)
    retry(table, job.ref)
    assert claim(table, job.ref) == attempts.Settled()


def test_a_message_ahead_of_its_record_comes_back(table: JobTable) -> None:
    ref = record(table, accepted()).ref
    assert isinstance(claim(table, replace(ref, run=2)), attempts.Held)


def test_cancelling_a_waiting_job_ends_it(table: JobTable) -> None:
    job = record(table, accepted())
    assert ends.cancel(table, job.ref.key, now=NOW).status is Status.CANCELLED
    assert claim(table, job.ref) == attempts.Settled()


def test_cancelling_a_running_job_stops_it_before_its_next_attempt(table: JobTable) -> None:
    job = claimed(table, record(table, accepted()).ref)
    asked = ends.cancel(table, job.ref.key, now=NOW)
    assert (asked.status, asked.cancel_requested) == (Status.RUNNING, True)
    attempts.give_back(table, job, now=NOW)
    answer = claim(table, job.ref)
    assert isinstance(answer, attempts.Cancelled)
    assert ends.finish(table, answer.job, None, now=NOW).status is Status.CANCELLED


def test_an_ended_job_cannot_be_cancelled(table: JobTable) -> None:
    job = claimed(table, record(table, accepted()).ref)
    ends.finish(table, job, ends.Succeeded(None), now=NOW)
    with pytest.raises(Refused) as refused:
        ends.cancel(table, job.ref.key, now=NOW)
    assert refused.value.job is not None
    assert refused.value.job.status is Status.SUCCEEDED


def test_a_job_that_is_not_there_cannot_be_cancelled(table: JobTable) -> None:
    with pytest.raises(Refused) as refused:
        ends.cancel(table, "AIDAOWNER/demo.none", now=NOW)
    assert refused.value.job is None


def test_a_job_handed_over_is_not_claimed_and_is_ended_by_its_run(table: JobTable) -> None:
    ref = record(table, accepted()).ref
    answer = attempts.claim(
        table, ref, now=NOW, lease_seconds=LEASE, max_attempts=3, execution="arn:execution"
    )
    assert isinstance(answer, attempts.Claimed)
    assert attempts.hand_over(table, answer.job, now=NOW)
    assert claim(table, ref, now=NOW + 9 * LEASE) == attempts.Settled()
    ended = ends.settle(table, answer.job, ends.Succeeded('{"ok":true}'), now=NOW)
    assert (ended.status, ended.result) == (Status.SUCCEEDED, '{"ok":true}')


@pytest.mark.parametrize(("age", "silence"), [(0, 300), (3_000, 300), (86_400, 8_640), (864_000, 21_600)])
def test_a_workflow_is_asked_for_less_often_the_longer_it_runs(
    table: JobTable, age: int, silence: int
) -> None:
    ref = record(table, accepted()).ref
    answer = attempts.claim(
        table, ref, now=NOW, lease_seconds=LEASE, max_attempts=3, execution="arn:execution"
    )
    assert isinstance(answer, attempts.Claimed)
    attempts.hand_over(table, answer.job, now=NOW + age)
    stored = table.get(ref.key)
    assert stored is not None
    assert stored.watch_at == int(NOW) + age + silence


def test_a_write_whose_answer_was_lost_is_recognized_as_ours(table: JobTable) -> None:
    ref = record(table, accepted()).ref
    lose_the_answer_of_the_next_update(table)
    assert claimed(table, ref).attempt == 1
    stored = table.get(ref.key)
    assert stored is not None
    assert stored.fence == 1


def lose_the_answer_of_the_next_update(table: JobTable) -> None:
    """Let the next UpdateItem land and be sent again, as the SDK does when its answer is lost."""

    def send_again(attempts: int, **_: object) -> int | None:
        return 0 if attempts == 1 else None

    # What such a hook returns is the delay in seconds, which botocore's stubs leave out.
    hook: Callable[..., Any] = send_again
    table.client.meta.events.register_first("needs-retry.dynamodb.UpdateItem", hook)


def test_a_long_error_message_is_cut(table: JobTable) -> None:
    job = claimed(table, record(table, accepted()).ref)
    ended = ends.finish(table, job, Failure("Long", "x" * 5000), now=NOW)
    assert ended.error is not None
    assert len(ended.error.message) == ends.MAX_MESSAGE_CHARACTERS
