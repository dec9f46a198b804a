"""What is made through the endpoint comes alive, and every client sees the same state."""

import json

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

SENDS_ON = """
import os
import boto3

def handle(event, context):
    for record in event["Records"]:
        boto3.client("sqs").send_message(QueueUrl=os.environ["OUT"], MessageBody=record["body"].upper())
"""
WRITES = """
import os
import boto3

def handle(event, context):
    s3 = boto3.client("s3")
    s3.put_object(Bucket=os.environ["BUCKET"], Key="made.txt", Body=b"by a function")
    return s3.get_object(Bucket=os.environ["BUCKET"], Key="given.txt")["Body"].read().decode()
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
    "https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html",
    "When you invoke a function synchronously, Lambda runs the function and waits for a response.",
)
def test_an_invocation_returns_what_the_handler_returns(aws: Aws) -> None:
    function = aws.function("def handle(event, context): return {'sum': event['a'] + event['b']}")

    answer = aws.client("lambda").invoke(FunctionName=function, Payload=json.dumps({"a": 1, "b": 2}))

    assert json.loads(answer["Payload"].read()) == {"sum": 3}


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
    "A Lambda function's execution role is an AWS Identity and Access Management (IAM) role that "
    "grants the function permission to access AWS services and resources.",
)
def test_a_function_and_a_client_see_the_same_bucket(aws: Aws) -> None:
    s3, bucket = aws.client("s3"), aws.unique("bucket")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="given.txt", Body=b"by a client")
    function = aws.function(WRITES, Environment={"Variables": {"BUCKET": bucket}}, Timeout=10)

    answer = aws.client("lambda").invoke(FunctionName=function)

    assert json.loads(answer["Payload"].read()) == "by a client"
    assert s3.get_object(Bucket=bucket, Key="made.txt")["Body"].read() == b"by a function"


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    "You can use environment variables to adjust your function's behavior without updating code.",
)
def test_a_changed_function_is_changed_at_once(aws: Aws) -> None:
    lambda_ = aws.client("lambda")
    function = aws.function(
        "import os\ndef handle(event, context): return os.environ['COLOUR']",
        Environment={"Variables": {"COLOUR": "red"}},
    )

    def colour() -> str:
        answer: str = json.loads(lambda_.invoke(FunctionName=function)["Payload"].read())
        return answer

    assert colour() == "red"
    lambda_.update_function_configuration(
        FunctionName=function, Environment={"Variables": {"COLOUR": "blue"}}
    )
    assert aws.eventually(lambda: colour() == "blue", within=30)


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html",
    "When you delete an event source mapping, it enters a Deleting state and might not be completely "
    "deleted for several seconds.",
)
def test_a_deleted_mapping_takes_no_more(aws: Aws) -> None:
    lambda_, sqs, queue = aws.client("lambda"), aws.client("sqs"), aws.queue(VisibilityTimeout=60)
    function = aws.function("def handle(event, context): pass", Timeout=10)
    mapping = lambda_.create_event_source_mapping(EventSourceArn=queue.arn, FunctionName=function)["UUID"]
    aws.eventually(lambda: lambda_.get_event_source_mapping(UUID=mapping)["State"] == "Enabled", within=60)

    lambda_.delete_event_source_mapping(UUID=mapping)
    aws.eventually(
        lambda: not lambda_.list_event_source_mappings(FunctionName=function)["EventSourceMappings"],
        within=60,
    )
    sqs.send_message(QueueUrl=queue.url, MessageBody="hello")
    aws.wait(5)

    assert len(sqs.receive_message(QueueUrl=queue.url)["Messages"]) == 1
