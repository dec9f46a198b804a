"""An Idempotency-Key names one job of its owner: however often it is sent, and when, there is one effect."""

from dataclasses import dataclass

import httpx
import pytest

from local.engine.aws_calls import AwsCall
from local.stack import LocalStack
from local.users import ALICE, BOB
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.order_books import books
from tests.flow.orders import Customer
from tests.flow.thumbnails import PHOTO, SIZES, submit_photo, thumbnails_of, wanted

#: SQS forgets a deduplication id after five minutes.
DEDUPLICATION_SECONDS = 300


@dataclass(frozen=True)
class OneJob:
    """Invariant 2, as its owner and the bucket see it: one job, one run, one set of thumbnails."""

    caller: Caller
    account: Account
    calls: list[AwsCall]

    def is_all_there_is(self, ids: list[str]) -> None:
        """Check that each of `ids` names the one job, when all that could happen has happened."""
        self.caller.follow(ids[0])
        self.caller.stack.clock.advance(seconds=2 * DEDUPLICATION_SECONDS)
        (job,) = self.caller.page().jobs
        assert {job.id} == set(ids)
        assert (job.status, job.run, job.attempt) == ("SUCCEEDED", 1, 1)
        assert {found.key for found in thumbnails_of(job)} == set(self.account.objects("results/"))
        assert self.calls.count(AwsCall("s3", "PutObject")) == len(SIZES)


@pytest.fixture
def one_job(caller: Caller, stack: LocalStack, account: Account) -> OneJob:
    return OneJob(caller, account, stack.faults.record("thumbnail"))


def test_an_idempotency_key_becomes_part_of_the_id_however_its_header_is_spelt(caller: Caller) -> None:
    payload = wanted("uploads/nobody/1/photo")
    spellings = ("Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY")

    answers = [
        caller.http.post("/jobs/thumbnail", json=payload, headers={name: "A_b-1"}) for name in spellings
    ]

    assert {answer.json()["id"] for answer in answers} == {"thumbnail.A_b-1"}


def test_a_key_twice_at_once_is_one_job(caller: Caller, one_job: OneJob) -> None:
    payload = wanted(caller.upload(PHOTO))

    ids = [caller.submit("thumbnail", payload, key="once") for _ in range(2)]

    one_job.is_all_there_is(ids)


def test_a_key_again_while_its_job_runs_is_one_job(
    caller: Caller, stack: LocalStack, one_job: OneJob
) -> None:
    payload = wanted(caller.upload(PHOTO))
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=5)
    first = caller.submit("thumbnail", payload, key="once")
    stack.clock.advance(seconds=1)
    assert caller.look(first).status == "RUNNING"

    second = caller.submit("thumbnail", payload, key="once")

    one_job.is_all_there_is([first, second])


def test_a_key_again_when_sqs_has_forgotten_it_is_one_job(
    caller: Caller, stack: LocalStack, one_job: OneJob
) -> None:
    payload = wanted(caller.upload(PHOTO))
    stack.disable("thumbnail")
    first = caller.submit("thumbnail", payload, key="once")
    stack.clock.advance(seconds=2 * DEDUPLICATION_SECONDS)
    assert caller.look(first).status == "PENDING"

    second = caller.submit("thumbnail", payload, key="once")
    stack.enable("thumbnail")

    one_job.is_all_there_is([first, second])


def test_a_key_again_after_its_job_has_ended_is_one_job(
    caller: Caller, stack: LocalStack, one_job: OneJob
) -> None:
    payload = wanted(caller.upload(PHOTO))
    first = caller.submit("thumbnail", payload, key="once")
    stack.clock.advance(seconds=2 * DEDUPLICATION_SECONDS)
    ended = caller.look(first)
    assert ended.status == "SUCCEEDED"

    second = caller.submit("thumbnail", payload, key="once")

    one_job.is_all_there_is([first, second])
    assert caller.look(first).ended_at == ended.ended_at


@pytest.mark.parametrize("seconds", [0, 2 * DEDUPLICATION_SECONDS], ids=["at once", "after its end"])
def test_the_same_key_twice_is_one_order_with_one_charge(stack: LocalStack, seconds: float) -> None:
    """Invariant 2."""
    customer = Customer(stack)
    order = customer.order(key="once")
    stack.clock.advance(seconds=seconds)
    assert customer.order(key="once") == order
    customer.follow(order)
    stack.clock.advance(minutes=1)

    assert books(stack).orders() == {(order, 1)}
    assert books(stack).money() == 8900


def test_of_two_payloads_with_one_key_the_first_wins(caller: Caller, stack: LocalStack) -> None:
    image = caller.upload(PHOTO)
    answers: list[httpx.Response] = []
    for side, seconds in ((8, 0), (9, DEDUPLICATION_SECONDS + 1), (10, 0)):
        stack.clock.advance(seconds=seconds)
        payload = wanted(image, [(side, side)])
        answers.append(caller.http.post("/jobs/thumbnail", json=payload, headers={"Idempotency-Key": "k"}))
    stack.clock.advance(minutes=1)

    assert {(answer.status_code, answer.text) for answer in answers} == {(202, answers[0].text)}
    (thumbnail,) = thumbnails_of(caller.look("thumbnail.k"))
    assert (thumbnail.width, thumbnail.height) == (8, 4)


def test_two_owners_with_one_key_have_two_jobs(caller: Caller, stranger: Caller, account: Account) -> None:
    """Invariant 7."""
    ids = [submit_photo(person, key="ours") for person in (caller, stranger)]
    jobs = [person.follow(job) for person, job in zip((caller, stranger), ids, strict=True)]

    assert ids == ["thumbnail.ours", "thumbnail.ours"]
    for job, owner in zip(jobs, (ALICE, BOB), strict=True):
        assert {thumbnail.key.split("/")[1] for thumbnail in thumbnails_of(job)} == {owner.user_id}
    assert len(account.objects("results/")) == 2 * len(SIZES)
