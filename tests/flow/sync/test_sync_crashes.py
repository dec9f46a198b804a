"""Whoever dies, and whenever: no change is skipped, and the copy comes to equal the source."""

import json
from collections.abc import Iterator

from local.outside import Outside
from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.deaths import Deaths
from tests.flow.sync.changes import history, outcome
from tests.flow.sync.conftest import Source, tell

#: As the catalog has them.
ATTEMPTS = 8

#: More than there are points to die at in one pull.
SOURCES = 10


def test_a_pull_that_dies_anywhere_is_done_again_and_skips_nothing(
    crm: Source,
    outside: Outside,
    stack: LocalStack,
    caller: Caller,
    account: Account,
    log: list[tuple[str, str]],
) -> None:
    changes = list(history(3, 2))
    sources = [Source(f"source-{n}", outside, stack, caller) for n in range(SOURCES)]
    tell(stack, "sync", SOURCES=json.dumps({one.name: f"{outside.url}/feeds/{one.name}" for one in sources}))
    for source in sources:
        source.has_changed(changes)

    def pulls() -> Iterator[str]:
        for source in sources:
            yield source.pull()

    # Else each death is half an hour of waiting; the job's lease is shorter.
    queue = stack.client("sqs").get_queue_url(QueueName="offload-dev-sync.fifo")["QueueUrl"]
    stack.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "60"})
    pulled = pulls()
    calls = stack.faults.record("sync")
    caller.follow(next(pulled))
    jobs = Deaths(stack, log).everywhere("sync", calls, lambda: next(pulled), within=1)

    assert [caller.follow(job).status for job in jobs.values()] == ["SUCCEEDED"] * len(jobs)
    stack.clock.advance(minutes=1)
    wanted = outcome(changes)
    assert [one.copy_of(wanted) for one in sources[: len(jobs) + 1]] == [wanted] * (len(jobs) + 1)
    assert account.depth("sync-changes-dlq.fifo") == 0


def test_changes_are_applied_whenever_their_consumer_dies(
    crm: Source, stack: LocalStack, caller: Caller, account: Account
) -> None:
    changes = list(history(9, 2))
    crm.has_changed(changes)
    stack.faults.crash_before_call("sync-changes", "dynamodb", "PutItem", nth=1)
    stack.faults.crash_after_call("sync-changes", "dynamodb", "PutItem", nth=3)
    stack.faults.fail_call("sync-changes", "dynamodb", "PutItem", error="AccessDenied", status=400, times=2)

    caller.follow(crm.pull())
    stack.run_until(lambda: account.depth("sync-changes.fifo") == 0, within=3600)

    wanted = outcome(changes)
    assert crm.copy_of(wanted) == wanted
    assert account.depth("sync-changes-dlq.fifo") == 0


def test_a_pull_that_always_fails_is_in_the_dlq_and_redriven_is_done(
    crm: Source, stack: LocalStack, caller: Caller, account: Account
) -> None:
    crm.has_changed(history(3, 1))
    stack.faults.fail_call(
        "sync", "sqs", "SendMessageBatch", error="AccessDenied", status=403, times=ATTEMPTS
    )

    failed = caller.follow(crm.pull())
    (dead,) = account.messages("sync-dlq.fifo")
    account.redrive("sync.fifo")
    again = caller.follow(failed.id, run=2)

    assert (failed.status, failed.attempt, failed.failure) == ("FAILED", ATTEMPTS, "ClientError")
    assert (dead.json["id"], dead.reason["error_type"]) == (failed.id, "ClientError")
    assert (again.status, crm.shown()["changes"]) == ("SUCCEEDED", 3)
