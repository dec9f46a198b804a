"""Whom a job has mailed it does not mail again, whatever happened in between; and where it does."""

from collections import Counter

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.deaths import Deaths
from tests.flow.email.mailings import ADA, CLARA, mail, mailing, statuses_of

#: Longer than a mail waits for its turn, in seconds.
TURN = 2

#: How long a message stays in flight that nobody returns: six times the worker's timeout, in seconds.
IN_FLIGHT = 360

#: As the catalog has them.
ATTEMPTS = 5


def test_a_mail_is_repeated_only_where_ses_took_it_and_nobody_could_write_that_down(
    caller: Caller, stack: LocalStack, account: Account, log: list[tuple[str, str]]
) -> None:
    account.feed("email", concurrency=2)
    calls = stack.faults.record("email")
    assert mail(caller, [ADA]).status == "SUCCEEDED"
    before = len(stack.mails)

    deaths = Deaths(stack, log)
    numbers = iter(range(1000))
    jobs = deaths.everywhere(
        "email",
        calls,
        lambda: caller.submit("email", mailing([ADA], name=f"Nr {next(numbers)}")),
        within=TURN,
    )

    stack.clock.advance(seconds=IN_FLIGHT)
    ended = {point: caller.follow(job) for point, job in jobs.items()}
    got = Counter(sent.recipients[0] for sent in stack.mails[before:])
    for number, (point, job) in enumerate(ended.items()):
        assert (job.status, statuses_of(job)) == ("SUCCEEDED", ["sent"]), point
        lost = point.when == "after" and point.call.operation == "SendEmail"
        assert got[f"Nr {number} <{ADA}>"] == (2 if lost else 1), point


def test_a_later_run_mails_those_only_whom_the_earlier_one_did_not(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    # All three in each attempt, and in the last one the first of them.
    times = 3 * (ATTEMPTS - 1) + 1
    stack.faults.fail_call("email", "sesv2", "SendEmail", error="InternalFailure", status=500, times=times)
    submitted = caller.submit("email", mailing([ADA, "bob@example..org", CLARA]))
    failed = caller.follow(submitted)
    assert (failed.failure, failed.attempt) == ("NotAllSent", ATTEMPTS)
    assert [sent.recipients for sent in stack.mails] == [(f"Ada Byron <{CLARA}>",)]
    assert account.depth("email-dlq") == 1

    assert caller.retry(submitted).status_code == 202

    job = caller.follow(submitted, run=2)
    assert (job.status, statuses_of(job)) == ("SUCCEEDED", ["sent", "rejected", "sent"])
    assert [sent.recipients for sent in stack.mails] == [(f"Ada Byron <{CLARA}>",), (f"Ada Byron <{ADA}>",)]
