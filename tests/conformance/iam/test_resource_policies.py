"""What the policy of a resource says, of principals and of AWS services."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws, Queue
from tests.conformance.behaviour import behaviour
from tests.conformance.iam.attempts import Attempt, Caller, allow, deny, policy

LOGIC = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "reference_policies_evaluation-logic_policy-eval-denyallow.html"
)
SAME_ACCOUNT = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "reference_policies_evaluation-logic_policy-eval-basics.html"
)
DEPUTY = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html"
DLQ = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"
SNS = "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html"
MAPPING = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"
ROLE = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html"
DONE = Attempt()


def open_to(aws: Aws, queue: Queue, principal: object, **more: object) -> None:
    """Let somebody send to a queue."""
    statement = allow("sqs:SendMessage", queue.arn, Principal=principal, **more)
    aws.client("sqs").set_queue_attributes(QueueUrl=queue.url, Attributes={"Policy": policy(statement)})


def rule_to(aws: Aws, queue: Queue, **target: Any) -> str:
    """Make a rule that brings the events of a source of its own to a queue; return the source."""
    events, name = aws.client("events"), aws.unique("rule")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    entry: Any = {"Id": "1", "Arn": queue.arn, **target}
    events.put_targets(Rule=name, Targets=[entry])
    return name


def publish(aws: Aws, source: str) -> None:
    """Put an event on the default bus."""
    aws.client("events").put_events(Entries=[{"Source": source, "DetailType": "d", "Detail": "{}"}])


def received(aws: Aws, queue: Queue) -> bool:
    """Tell whether a queue gets a message soon."""
    sqs = aws.client("sqs")
    aws.wait(3)
    return bool(sqs.receive_message(QueueUrl=queue.url, WaitTimeSeconds=2).get("Messages"))


@behaviour(
    SAME_ACCOUNT,
    "If either the identity-based policy or the resource-based policy within the same account allows "
    "the request and the other doesn't, the request is still allowed.",
)
def test_the_queue_s_policy_is_enough_for_the_role_it_names(aws: Aws) -> None:
    queue, caller, other = aws.queue(), Caller(aws), Caller(aws)
    open_to(aws, queue, {"AWS": caller.role})

    assert caller.attempt("sqs", "send_message", QueueUrl=queue.url, MessageBody="x") == DONE
    assert other.attempt("sqs", "send_message", QueueUrl=queue.url, MessageBody="x").code == "AccessDenied"


@behaviour(LOGIC, "An explicit deny overrides an explicit allow.")
def test_the_queue_s_policy_can_deny_what_the_role_s_allows(aws: Aws) -> None:
    queue = aws.queue()
    caller = Caller(aws, allow("sqs:*", "*"))
    closed = deny("sqs:SendMessage", queue.arn, Principal="*")
    aws.client("sqs").set_queue_attributes(QueueUrl=queue.url, Attributes={"Policy": policy(closed)})

    denied = caller.attempt("sqs", "send_message", QueueUrl=queue.url, MessageBody="x")

    assert denied.message.endswith("with an explicit deny in a resource-based policy")


@behaviour(
    EVENTS,
    "For Lambda, Amazon SNS, Amazon SQS, and Amazon CloudWatch Logs resources, EventBridge uses "
    "resource-based policies.",
)
def test_a_rule_sends_only_where_the_queue_lets_it(aws: Aws) -> None:
    closed, opened = aws.queue(), aws.queue()
    open_to(aws, opened, {"Service": "events.amazonaws.com"})
    for queue in (closed, opened):
        publish(aws, rule_to(aws, queue))

    assert received(aws, opened)
    assert not received(aws, closed)


@behaviour(
    DEPUTY,
    "The most effective way to protect against the confused deputy problem is to use the aws:SourceArn "
    "global condition context key with the full ARN of the resource in your resource-based policies.",
)
def test_a_queue_that_names_a_rule_takes_events_of_no_other(aws: Aws) -> None:
    queue = aws.queue()
    source = rule_to(aws, queue)
    named = f"arn:aws:events:{aws.region}:{aws.account}:rule/{source}"
    open_to(
        aws, queue, {"Service": "events.amazonaws.com"}, Condition={"ArnEquals": {"aws:SourceArn": named}}
    )

    publish(aws, rule_to(aws, queue))
    assert not received(aws, queue)
    publish(aws, source)
    assert received(aws, queue)


@behaviour(
    DLQ,
    "Each message in your DLQ will include the following custom attributes: RULE_ARN, TARGET_ARN, "
    "ERROR_CODE (examples: NO_PERMISSIONS, NO_RESOURCE), ERROR_MESSAGE.",
)
def test_an_event_that_may_not_be_delivered_goes_to_the_dead_letter_queue(aws: Aws) -> None:
    closed, dead_letters = aws.queue(), aws.queue()
    open_to(aws, dead_letters, {"Service": "events.amazonaws.com"})

    publish(aws, rule_to(aws, closed, DeadLetterConfig={"Arn": dead_letters.arn}))

    [letter] = aws.eventually(
        lambda: (
            aws.client("sqs")
            .receive_message(QueueUrl=dead_letters.url, MessageAttributeNames=["All"])
            .get("Messages")
        ),
        within=60,
    )
    assert letter["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"


@behaviour(
    SNS,
    "For an Amazon SNS topic to be able to send messages to a queue, you must set a policy on the "
    "queue that allows the Amazon SNS topic to perform the sqs:SendMessage action.",
)
def test_a_topic_sends_only_where_the_queue_lets_it(aws: Aws) -> None:
    sns = aws.client("sns")
    topic = sns.create_topic(Name=aws.unique("topic"))["TopicArn"]
    closed, opened = aws.queue(), aws.queue()
    open_to(aws, opened, {"Service": "sns.amazonaws.com"}, Condition={"ArnEquals": {"aws:SourceArn": topic}})
    for queue in (closed, opened):
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)

    sns.publish(TopicArn=topic, Message="x")

    assert received(aws, opened)
    assert not received(aws, closed)


@behaviour(
    MAPPING,
    "The AWSLambdaSQSQueueExecutionRole AWS managed policy includes the permissions that Lambda needs "
    "to read messages from your Amazon SQS queue. (sqs:ReceiveMessage, sqs:DeleteMessage, "
    "sqs:GetQueueAttributes)",
)
def test_a_queue_is_mapped_only_to_a_function_whose_role_may_receive(aws: Aws) -> None:
    queue = aws.queue()
    function = aws.function("def handle(event, context): pass", Caller(aws).role)

    with pytest.raises(ClientError) as refused:
        aws.client("lambda").create_event_source_mapping(EventSourceArn=queue.arn, FunctionName=function)

    error = refused.value.response["Error"]
    assert error["Code"] == "InvalidParameterValueException"
    assert "does not have permissions to call ReceiveMessage on SQS" in error["Message"]


@behaviour(
    ROLE,
    "In order for Lambda to properly assume your execution role, the role's trust policy must specify "
    "the Lambda service principal (lambda.amazonaws.com) as a trusted service.",
)
def test_a_function_s_role_has_to_trust_lambda(aws: Aws) -> None:
    role = aws.role(service="states")

    with pytest.raises(ClientError) as refused:
        aws.client("lambda").create_function(
            FunctionName=aws.unique("function"),
            Runtime="python3.13",
            Handler="a.b",
            Role=role,
            Code={"ZipFile": b"PK\x05\x06" + bytes(18)},
        )

    assert refused.value.response["Error"] == {
        "Code": "InvalidParameterValueException",
        "Message": "The role defined for the function cannot be assumed by Lambda.",
    }
