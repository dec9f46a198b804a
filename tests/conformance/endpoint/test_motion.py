"""What is made through the endpoint comes alive, and every client sees the same state."""

import json

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

SENDS_ON = """
import json, os
import boto3

def handle(event, context):
    for record in event["Records"]:
        boto3.client("sqs").send_message(QueueUrl=os.environ["OUT"], MessageBody=record["body"].upper())
"""


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html",
    "Lambda polls the queue and invokes your Lambda function synchronously with an event that contains "
    "queue messages.",
)
def test_a_function_a_queue_and_a_mapping_made_through_the_api_come_alive(aws: Aws) -> None:
    work, out = aws.queue(VisibilityTimeout=60), aws.queue()
    function = aws.function(SENDS_ON, Environment={"Variables": {"OUT": out.url}}, Timeout=10)
    aws.client("lambda").create_event_source_mapping(EventSourceArn=work.arn, FunctionName=function)
    aws.client("sqs").send_message(QueueUrl=work.url, MessageBody="hello")

    received = aws.eventually(
        lambda: aws.client("sqs").receive_message(QueueUrl=out.url).get("Messages"), within=60
    )

    assert [message["Body"] for message in received] == ["HELLO"]


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-invocation.html",
    "When you invoke a function synchronously, Lambda runs the function and waits for a response.",
)
def test_an_invocation_returns_what_the_handler_returns(aws: Aws) -> None:
    function = aws.function("def handle(event, context): return {'sum': event['a'] + event['b']}")

    answer = aws.client("lambda").invoke(FunctionName=function, Payload=json.dumps({"a": 1, "b": 2}))

    assert json.loads(answer["Payload"].read()) == {"sum": 3}
