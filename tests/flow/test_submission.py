"""A submission is accepted whatever state the rest is in, and nothing that is accepted is lost."""

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.order_books import books
from tests.flow.orders import Customer
from tests.flow.thumbnails import submit_photo, wanted

CONSUMERS = ("thumbnail", "order-starter")


def test_a_submission_is_answered_with_the_job_s_address(caller: Caller) -> None:
    answer = caller.http.post("/jobs/thumbnail", json=wanted("uploads/nobody/1/photo"))

    assert answer.status_code == 202
    assert answer.headers["Content-Type"] == "application/json"
    accepted = answer.json()
    assert accepted == {
        "id": accepted["id"],
        "type": "thumbnail",
        "status": "PENDING",
        "href": f"/jobs/{accepted['id']}",
    }
    assert accepted["id"].startswith("thumbnail.")
    assert answer.headers["Location"] == accepted["href"]
    assert caller.http.get(answer.headers["Location"]).json()["id"] == accepted["id"]


def test_submissions_without_a_key_are_jobs_of_their_own(caller: Caller, stack: LocalStack) -> None:
    payload = wanted("uploads/nobody/1/photo")

    ids = {caller.submit("thumbnail", payload), caller.submit("thumbnail", payload)}
    stack.settle()

    assert set(caller.page().ids) == ids
    assert len(ids) == 2


def test_jobs_wait_listed_and_cancellable_while_every_worker_is_stopped(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    for consumer in CONSUMERS:
        stack.disable(consumer)
    photo, order = submit_photo(caller), Customer(stack).order()
    stack.settle()

    assert [job.status for job in caller.page().jobs] == ["PENDING", "PENDING"]
    assert set(caller.page(status="PENDING").ids) == {photo, order}
    assert {caller.cancel(job).json()["status"] for job in (photo, order)} == {"CANCELLED"}

    for consumer in CONSUMERS:
        stack.enable(consumer)
    stack.clock.advance(minutes=10)
    assert [job.status for job in caller.page().jobs] == ["CANCELLED", "CANCELLED"]
    assert account.objects("results/") == []
    assert books(stack).entries == ()
    assert (account.depth("thumbnail"), account.depth("order")) == (0, 0)


def test_what_is_accepted_while_intake_is_stopped_too_is_not_lost(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    """Invariant 1."""
    for function in ("intake", *CONSUMERS):
        stack.disable(function)
    photo, order = submit_photo(caller), Customer(stack).order()

    stack.clock.advance(minutes=10)
    assert caller.http.get(f"/jobs/{photo}").status_code == 404
    assert caller.page().jobs == ()
    assert account.depth("intake.fifo") == 2

    for function in ("intake", *CONSUMERS):
        stack.enable(function)
    assert {caller.follow(job).status for job in (photo, order)} == {"SUCCEEDED"}


def test_a_job_can_be_asked_for_before_intake_has_recorded_it(caller: Caller, stack: LocalStack) -> None:
    stack.faults.delay_call("intake", "dynamodb", "PutItem", seconds=0.8)

    assert caller.look(submit_photo(caller)).status in ("PENDING", "RUNNING", "SUCCEEDED")
