"""Which attributes a queue may be given, and that it keeps what it was given."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.hub import Hub
from tests.flow.local.moto_fixes.queues import TestQueue, make_queue, redrive_to

POLICY = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*"}]})


def attributes(queue: TestQueue) -> dict[str, str]:
    answer = queue.sqs.get_queue_attributes(QueueUrl=queue.url, AttributeNames=["All"])
    return {str(name): value for name, value in answer["Attributes"].items()}


def change(queue: TestQueue, **values: object) -> None:
    named: Any = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()
    }
    queue.sqs.set_queue_attributes(QueueUrl=queue.url, Attributes=named)


def refusal(queue: TestQueue, **values: object) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        change(queue, **values)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("DelaySeconds", 0, 900),
        ("MaximumMessageSize", 1024, 1048576),
        ("MessageRetentionPeriod", 60, 1209600),
        ("ReceiveMessageWaitTimeSeconds", 0, 20),
        ("VisibilityTimeout", 0, 43200),
    ],
)
def test_numbers_keep_to_their_ranges(sqs: Any, hub: Hub, name: str, least: int, most: int) -> None:
    queue = make_queue(sqs, "q")
    for value in (least, most):
        change(queue, **{name: value})
        assert attributes(queue)[name] == str(value)
    for bad in (least - 1, most + 1, "many"):
        assert refusal(queue, **{name: bad}) == (
            "InvalidAttributeValue",
            f"Invalid value for the parameter {name}.",
        )


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("Colour", "red", "InvalidAttributeName"),
        ("QueueArn", "arn:aws:sqs:us-east-1:123456789012:other", "InvalidAttributeName"),
        ("ContentBasedDeduplication", "true", "InvalidAttributeName"),
        ("FifoQueue", "true", "InvalidAttributeName"),
        ("SqsManagedSseEnabled", "perhaps", "InvalidAttributeValue"),
        ("Policy", "no json", "InvalidAttributeValue"),
    ],
)
def test_a_standard_queue_has_its_own_attributes_and_no_others(
    sqs: Any, hub: Hub, name: str, value: str, code: str
) -> None:
    assert refusal(make_queue(sqs, "q"), **{name: value})[0] == code


def test_a_fifo_queue_stays_one(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    change(queue, FifoQueue="true")
    assert refusal(queue, FifoQueue="false")[0] == "InvalidAttributeValue"
    assert refusal(queue, DeduplicationScope="world")[0] == "InvalidAttributeValue"


def test_a_change_that_is_refused_changes_nothing(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    before = attributes(queue)

    code, _ = refusal(queue, FifoThroughputLimit="perMessageGroupId", VisibilityTimeout=77)

    assert code == "InvalidAttributeValue"
    assert attributes(queue) == before


def test_a_queue_was_made_and_changed_at_whole_seconds(sqs: Any, hub: Hub) -> None:
    hub.advance(0.75)
    queue = make_queue(sqs, "q")
    made = attributes(queue)["CreatedTimestamp"]
    hub.advance(60.5)
    change(queue, VisibilityTimeout=77)

    assert made == str(int(made))
    assert attributes(queue)["CreatedTimestamp"] == made
    assert attributes(queue)["LastModifiedTimestamp"] == str(int(made) + 61)


def test_a_change_leaves_the_policies_as_they_are(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q", Policy=POLICY, **redrive_to(make_queue(sqs, "dlq"), 3))
    before = attributes(queue)

    change(queue, VisibilityTimeout=77)

    assert attributes(queue) == before | {"VisibilityTimeout": "77"}
    assert json.loads(before["Policy"]) == json.loads(POLICY)


def test_an_empty_policy_takes_one_away(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q", Policy=POLICY, **redrive_to(make_queue(sqs, "dlq"), 3))
    change(queue, Policy="", RedrivePolicy="")
    assert {"Policy", "RedrivePolicy"}.isdisjoint(attributes(queue))


@pytest.mark.parametrize(
    ("receives", "reason"),
    [
        (0, "valid values are from 1 to 1000 both inclusive"),
        (1001, "valid values are from 1 to 1000 both inclusive"),
        ("often", "valid values are from 1 to 1000 both inclusive"),
    ],
)
def test_the_receives_until_the_dlq_are_1_to_1000(sqs: Any, hub: Hub, receives: object, reason: str) -> None:
    policy = {"deadLetterTargetArn": make_queue(sqs, "dlq").arn, "maxReceiveCount": receives}
    code, message = refusal(make_queue(sqs, "q"), RedrivePolicy=policy)
    assert code == "InvalidParameterValue"
    assert reason in message


@pytest.mark.parametrize(
    ("queue", "dlq", "reason"),
    [
        ("q", "dlq.fifo", "must be same type of queue as the source"),
        ("q.fifo", "dlq", "must be same type of queue as the source"),
    ],
)
def test_a_dlq_is_of_its_queues_type(sqs: Any, hub: Hub, queue: str, dlq: str, reason: str) -> None:
    policy = {"deadLetterTargetArn": make_queue(sqs, dlq).arn, "maxReceiveCount": 3}
    code, message = refusal(make_queue(sqs, queue), RedrivePolicy=policy)
    assert code == "InvalidParameterValue"
    assert reason in message


def test_a_dlq_has_to_exist(sqs: Any, hub: Hub) -> None:
    policy = {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:dlq", "maxReceiveCount": 3}
    assert "Dead letter target does not exist." in refusal(make_queue(sqs, "q"), RedrivePolicy=policy)[1]
    assert (
        "mandatory attribute: maxReceiveCount"
        in (refusal(make_queue(sqs, "q"), RedrivePolicy={"deadLetterTargetArn": "dlq"})[1])
    )


def test_a_dlq_says_which_queues_may_name_it(sqs: Any, hub: Hub) -> None:
    dlq, friend, stranger = (make_queue(sqs, name) for name in ("dlq", "friend", "stranger"))
    allowed = {"redrivePermission": "byQueue", "sourceQueueArns": [friend.arn]}
    change(dlq, RedriveAllowPolicy=allowed)
    policy = {"deadLetterTargetArn": dlq.arn, "maxReceiveCount": 3}

    assert json.loads(attributes(dlq)["RedriveAllowPolicy"]) == allowed
    change(friend, RedrivePolicy=policy)
    assert "RedriveAllowPolicy denies this queue" in refusal(stranger, RedrivePolicy=policy)[1]
    change(dlq, RedriveAllowPolicy={"redrivePermission": "denyAll"})
    assert "RedriveAllowPolicy denies this queue" in refusal(friend, RedrivePolicy=policy)[1]
    change(dlq, RedriveAllowPolicy="")
    change(stranger, RedrivePolicy=policy)
    assert "RedriveAllowPolicy" not in attributes(dlq)


@pytest.mark.parametrize(
    "policy",
    [
        {"redrivePermission": "maybe"},
        {"redrivePermission": "byQueue"},
        {"redrivePermission": "byQueue", "sourceQueueArns": []},
        {"redrivePermission": "byQueue", "sourceQueueArns": ["arn"] * 11},
        {"redrivePermission": "denyAll", "sourceQueueArns": ["arn"]},
    ],
)
def test_a_redrive_allow_policy_is_of_one_of_three_forms(
    sqs: Any, hub: Hub, policy: dict[str, object]
) -> None:
    assert refusal(make_queue(sqs, "q"), RedriveAllowPolicy=policy)[0] == "InvalidParameterValue"
