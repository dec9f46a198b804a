"""Fan-out and fan-in: every feed has the post once, whatever comes twice, dies or is refused on the way."""

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.feed.crowd import crowd, cut_into, feeds
from tests.flow.feed.members import Member

FOLLOWERS = 120
CHUNK = 25


def test_every_feed_has_every_post_once_whatever_dies_is_refused_or_comes_twice(
    stack: LocalStack, ann: Member, account: Account
) -> None:
    users = crowd(stack, ann.id, FOLLOWERS)
    cut_into(stack, CHUNK)
    faults = stack.faults
    faults.crash_after_call("post-starter", "stepfunctions", "StartExecution")
    faults.crash_after_call("post-plan", "dynamodb", "TransactWriteItems")
    faults.crash_before_call("post-deliver", "dynamodb", "BatchWriteItem", nth=2)
    faults.crash_after_call("post-deliver", "dynamodb", "BatchWriteItem", nth=4)
    faults.fail_call(
        "post-deliver",
        "dynamodb",
        "BatchWriteItem",
        error="ProvisionedThroughputExceededException",
        status=400,
        times=4,
    )
    faults.crash_after_call("post-finish", "dynamodb", "UpdateItem")

    jobs = [ann.post(f"post {number % 2}", key=f"k{number % 2}") for number in range(4)]
    assert len(set(jobs)) == 2
    results = [ann.follow(job).result for job in jobs[:2]]

    assert [result and result["feeds"] for result in results] == [FOLLOWERS] * 2
    posts = {result and result["post"] for result in results}
    found = feeds(stack, [*users, ann.id])
    assert len(found) == FOLLOWERS + 1
    assert all(len(feed) == 2 and set(feed) == posts for feed in found.values())
    assert account.depth("post-dlq") == 0


def test_only_so_many_chunks_are_delivered_at_a_time(stack: LocalStack, ann: Member) -> None:
    crowd(stack, ann.id, 24)
    cut_into(stack, 2)
    ann.stack.faults.delay_call("post-deliver", "dynamodb", "BatchWriteItem", seconds=50, times=12)

    began = stack.hub.now()
    assert ann.follow(ann.post("slowly")).status == "SUCCEEDED"
    assert 100 <= stack.hub.now() - began < 150, "twelve chunks, ten at a time, 50 s each"


def test_a_post_that_failed_half_way_is_delivered_to_the_others_by_its_retry(
    stack: LocalStack, ann: Member
) -> None:
    users = crowd(stack, ann.id, 6)
    cut_into(stack, 2)
    stack.faults.fail_call(
        "post-deliver", "dynamodb", "Query", error="AccessDeniedException", status=400, times=200
    )
    job = ann.post("at the second try")
    assert ann.follow(job).failure is not None
    stack.faults.clear()

    assert ann.retry(job).status_code == 202
    assert ann.follow(job, run=2).status == "SUCCEEDED"
    assert {len(feed) for feed in feeds(stack, [*users, ann.id]).values()} == {1}


def test_a_post_that_is_long_on_its_way_is_delivered_and_counted_for_the_alarm(
    stack: LocalStack, ann: Member, log: list[tuple[str, str]]
) -> None:
    users = crowd(stack, ann.id, 1)
    too_long = 70  # the function's own timeout is 60 s: it is ended, and the state machine tries again
    stack.faults.delay_call("post-deliver", "dynamodb", "BatchWriteItem", seconds=too_long, times=5)

    assert ann.follow(ann.post("at last")).status == "SUCCEEDED"

    assert [len(feed) for feed in feeds(stack, users).values()] == [1]
    slow = [function for function, line in log if '"SlowFanOut"' in line]
    assert slow == ["offload-dev-post-finish"]
