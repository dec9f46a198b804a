import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from local import moto_fixes
from local.moto_fixes import InvokeAnswer
from tests.flow.local.moto_fixes.machines import REGION, Functions
from tests.flow.local.moto_fixes.queues import make_queue


@pytest.fixture
def client(functions: Functions) -> Any:
    functions.add("echo", lambda event: event)
    return boto3.client("lambda", region_name=REGION)


def test_an_invocation_reaches_the_invoker(client: Any) -> None:
    arn = client.get_function(FunctionName="echo")["Configuration"]["FunctionArn"]
    calls: list[tuple[str, bytes, str]] = []

    def invoke(function_arn: str, payload: bytes, invocation_type: str) -> InvokeAnswer:
        calls.append((function_arn, payload, invocation_type))
        return InvokeAnswer(b'{"n": 2}')

    moto_fixes.set_invoker(invoke)
    answer = client.invoke(FunctionName="echo", Payload=b'{"n": 1}')
    assert json.loads(answer["Payload"].read()) == {"n": 2}
    assert (answer["StatusCode"], answer["ExecutedVersion"], "FunctionError" in answer) == (
        200,
        "$LATEST",
        False,
    )
    assert calls == [(arn, b'{"n": 1}', "RequestResponse")]


def test_a_failed_invocation_carries_its_function_error(client: Any) -> None:
    error = {"errorType": "ValueError", "errorMessage": "no"}
    moto_fixes.set_invoker(lambda *_: InvokeAnswer(json.dumps(error).encode(), function_error="Unhandled"))
    answer = client.invoke(FunctionName="echo", Payload=b"{}")
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    assert json.loads(answer["Payload"].read()) == error


def test_an_event_is_accepted_and_a_dry_run_runs_nothing(client: Any) -> None:
    types: list[str] = []

    def invoke(function_arn: str, payload: bytes, invocation_type: str) -> InvokeAnswer:
        types.append(invocation_type)
        return InvokeAnswer(b"")

    moto_fixes.set_invoker(invoke)
    assert client.invoke(FunctionName="echo", InvocationType="Event")["StatusCode"] == 202
    assert client.invoke(FunctionName="echo", InvocationType="DryRun")["StatusCode"] == 204
    assert types == ["Event"]


@pytest.mark.parametrize(("kind", "mebibytes"), [("RequestResponse", 6), ("Event", 1)])
def test_a_payload_over_lambdas_limit_is_refused(client: Any, kind: str, mebibytes: int) -> None:
    moto_fixes.set_invoker(lambda *_: InvokeAnswer(b""))
    largest = b'"' + b"x" * (mebibytes * 1024 * 1024 - 2) + b'"'
    client.invoke(FunctionName="echo", InvocationType=kind, Payload=largest)
    with pytest.raises(ClientError) as refused:
        client.invoke(FunctionName="echo", InvocationType=kind, Payload=largest + b" ")
    assert refused.value.response["Error"]["Code"] == "RequestTooLargeException"


def test_an_event_source_mapping_moves_nothing_by_itself(client: Any, sqs: Any) -> None:
    calls: list[bytes] = []

    def invoke(function_arn: str, payload: bytes, invocation_type: str) -> InvokeAnswer:
        calls.append(payload)
        return InvokeAnswer(b"")

    moto_fixes.set_invoker(invoke)
    queue = make_queue(sqs, "q")
    client.create_event_source_mapping(EventSourceArn=queue.arn, FunctionName="echo")
    queue.send("a")
    dynamodb = boto3.client("dynamodb", region_name=REGION)
    stream = dynamodb.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        BillingMode="PAY_PER_REQUEST",
    )["TableDescription"]["LatestStreamArn"]
    client.create_event_source_mapping(
        EventSourceArn=stream, FunctionName="echo", StartingPosition="TRIM_HORIZON"
    )
    dynamodb.put_item(TableName="t", Item={"k": {"S": "1"}})
    assert calls == []
    assert queue.bodies() == ["a"]
    assert len(client.list_event_source_mappings()["EventSourceMappings"]) == 2


def test_an_update_of_asynchronous_invocations_changes_what_it_names(client: Any) -> None:
    client.put_function_event_invoke_config(
        FunctionName="echo", MaximumRetryAttempts=1, MaximumEventAgeInSeconds=60
    )
    client.update_function_event_invoke_config(FunctionName="echo", MaximumRetryAttempts=0)
    config = client.get_function_event_invoke_config(FunctionName="echo")
    assert (config["MaximumRetryAttempts"], config["MaximumEventAgeInSeconds"]) == (0, 60)
    assert config["DestinationConfig"] == {"OnSuccess": {}, "OnFailure": {}}


def test_logs_as_json_are_refused(client: Any) -> None:
    client.update_function_configuration(FunctionName="echo", LoggingConfig={"LogGroup": "/mine"})
    with pytest.raises(ClientError, match="LogFormat JSON is not done"):
        client.update_function_configuration(FunctionName="echo", LoggingConfig={"LogFormat": "JSON"})
    logging = client.get_function_configuration(FunctionName="echo")["LoggingConfig"]
    assert logging == {"LogFormat": "Text", "LogGroup": "/mine"}


def test_an_invocation_of_an_unknown_type_is_refused(client: Any) -> None:
    with pytest.raises(ClientError, match="'Surprise' at 'invocationType'"):
        client.invoke(FunctionName="echo", InvocationType="Surprise")


@pytest.mark.parametrize(
    "change",
    [
        {"ParallelizationFactor": 11},
        {"MaximumRecordAgeInSeconds": 59},
        {"MaximumRetryAttempts": 10_001},
        {"TumblingWindowInSeconds": 1},
        {"ScalingConfig": {"MaximumConcurrency": 5}},
        {"ProvisionedPollerConfig": {"MinimumPollers": 1}},
        {"DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:123456789012:q.fifo"}}},
    ],
)
def test_a_streams_mapping_is_held_to_its_limits_when_it_is_changed(
    client: Any, change: dict[str, Any]
) -> None:
    kinesis = boto3.client("kinesis", region_name=REGION)
    kinesis.create_stream(StreamName="s", ShardCount=1)
    stream = kinesis.describe_stream(StreamName="s")["StreamDescription"]["StreamARN"]
    uuid = client.create_event_source_mapping(
        FunctionName="echo", EventSourceArn=stream, StartingPosition="LATEST"
    )["UUID"]
    client.update_event_source_mapping(UUID=uuid, ParallelizationFactor=10, MaximumRetryAttempts=-1)
    before = client.get_event_source_mapping(UUID=uuid)

    [parameter] = change
    with pytest.raises(ClientError, match=parameter if parameter != "DestinationConfig" else "destination"):
        client.update_event_source_mapping(UUID=uuid, **change)

    after = client.get_event_source_mapping(UUID=uuid)
    assert after.get(parameter) == before.get(parameter)
