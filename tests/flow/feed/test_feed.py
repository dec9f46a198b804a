"""The feed from end to end: who sees which posts, likes and notifications, through the HTTP interface alone."""

from local.stack import LocalStack
from tests.flow.feed.members import alice, bob


def test_a_post_reaches_its_followers_and_its_author(stack: LocalStack) -> None:
    ada, bert = alice(stack), bob(stack)
    bert.follows(ada.id)
    result = ada.published("hello")
    assert result["feeds"] == 1
    assert bert.feed().texts == ["hello"]
    assert ada.feed().texts == ["hello"]
    bert.likes(result["post"])
    assert ada.feed().posts[0].likes == 1
    stack.clock.advance(seconds=5)
    print(ada.inbox())


def test_x(stack: LocalStack, log) -> None:
    ada, bert = alice(stack), bob(stack)
    bert.follows(ada.id)
    result = ada.published("hello")
    bert.likes(result["post"])
    stack.clock.advance(seconds=5)
    for l in log:
        print(l)
    sqs = stack.client("sqs")
    for u in sqs.list_queues()["QueueUrls"]:
        print(
            u,
            sqs.get_queue_attributes(QueueUrl=u, AttributeNames=["All"])["Attributes"][
                "ApproximateNumberOfMessages"
            ],
        )
