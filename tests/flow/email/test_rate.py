"""The rate that all workers keep together: nobody exceeds it, and whoever waits for it loses no attempt."""

from itertools import pairwise

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.email.mailings import ADA, BOB, SENDER, mail, mailing

#: A stage's own, in mails a second; SES allows as many in the sandbox.
RATE = 1


@pytest.fixture
def sandbox(stack: LocalStack) -> None:
    """Let SES allow no more than the stage's own rate; in the sandbox recipients have to agree, too."""
    ses = stack.client("sesv2")
    ses.put_account_details(
        MailType="TRANSACTIONAL", WebsiteURL="https://www.example.com", ProductionAccessEnabled=False
    )
    assert ses.get_account()["SendQuota"]["MaxSendRate"] == RATE


SIMULATED = [f"success+{number}@simulator.amazonses.com" for number in range(3)]


@pytest.mark.usefixtures("sandbox")
def test_all_workers_together_keep_the_rate_and_lose_no_attempt(caller: Caller, stack: LocalStack) -> None:
    jobs = [caller.submit("email", mailing(SIMULATED[:2])) for _ in range(4)]
    stack.clock.advance(seconds=16)

    ended = [caller.follow(job) for job in jobs]

    assert {(job.status, job.attempt) for job in ended} == {("SUCCEEDED", 1)}
    instants = [sent.at for sent in stack.mails]
    assert len(instants) == 8
    assert all(later - earlier >= 1 / RATE - 0.001 for earlier, later in pairwise(instants))
    assert instants[-1] - instants[0] < 2 * len(instants) / RATE, "nobody waits for nothing"


def test_who_is_told_by_ses_to_slow_down_waits_and_loses_no_attempt(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    stack.faults.fail_call(
        "email", "sesv2", "SendEmail", error="TooManyRequestsException", status=429, times=2
    )

    job = mail(caller, [ADA, BOB])

    assert (job.status, job.attempt) == ("SUCCEEDED", 1)
    assert len(stack.mails) == 2
    assert (account.depth("email"), account.depth("email-dlq")) == (0, 0)


def test_others_in_the_account_may_use_up_the_quota(caller: Caller, stack: LocalStack, sandbox: None) -> None:
    stack.client("sesv2").send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": SIMULATED},
        Content={"Simple": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}}},
    )

    job = mail(caller, SIMULATED[:1])

    assert (job.status, job.attempt) == ("SUCCEEDED", 1)
    assert len(stack.mails) == 2


def test_an_outage_is_left_alone_after_three_failures(caller: Caller, stack: LocalStack) -> None:
    hurry(stack)
    calls = stack.faults.record("email")
    stack.faults.fail_call("email", "sesv2", "SendEmail", error="InternalFailure", status=500, times=3)

    job = mail(caller, [f"success+{number}@simulator.amazonses.com" for number in range(5)])

    assert (job.status, job.attempt) == ("SUCCEEDED", 2)
    assert [call.operation for call in calls].count("SendEmail") == 3 + 5


def test_a_pause_of_sending_is_waited_for(caller: Caller, stack: LocalStack) -> None:
    stack.faults.fail_call("email", "sesv2", "SendEmail", error="SendingPausedException", status=400)
    job = caller.submit("email", mailing([ADA]))

    stack.clock.advance(minutes=14)
    assert caller.look(job).status == "PENDING"

    stack.clock.advance(minutes=2)
    assert (caller.look(job).status, caller.look(job).attempt) == ("SUCCEEDED", 1)


def hurry(stack: LocalStack) -> None:
    """Give the stage as high a rate as SES allows outside the sandbox."""
    lambda_, name = stack.client("lambda"), stack.function("email")
    variables = lambda_.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    variables["MAILS_PER_SECOND"] = "14"
    lambda_.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
