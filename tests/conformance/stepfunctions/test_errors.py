"""Which errors there are, by which names, and who catches and retries them."""

import itertools
import json
from typing import Any

import pytest

from tests.conformance.behaviour import behaviour
from tests.conformance.stepfunctions.state_machines import (
    ECHO,
    INVOKE,
    RAISE,
    StateMachines,
    passing,
    task,
)

ERRORS = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"


def caught(state: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return states of which the second tells what the first was caught by."""
    catch = {"ErrorEquals": list(names), "Next": "Caught"}
    return {"S": state | {"Catch": [catch]}, "Caught": passing()}


@behaviour(
    ERRORS,
    "The failure of a Lambda function is reported by the type of the error its handler raised, with the "
    "error's description as the cause.",
)
@pytest.mark.parametrize("directly", [True, False])
def test_a_handlers_error_is_caught_by_its_type(machines: StateMachines, directly: bool) -> None:
    function = machines.function(RAISE)
    payload = {"raise": "OutOfStock"}
    state = task(function) if directly else task(INVOKE, {"FunctionName": function, "Payload.$": "$"})

    output = machines.output(caught(state, "OutOfStock"), payload)

    assert output["Error"] == "OutOfStock"
    cause = json.loads(output["Cause"])
    assert (cause["errorType"], cause["errorMessage"]) == ("OutOfStock", "no")


@behaviour(
    ERRORS,
    "When used in a retry or catch, States.TaskFailed acts as a wildcard that matches any known error "
    "name except for States.Timeout.",
)
def test_task_failed_matches_any_error_but_a_timeout(machines: StateMachines) -> None:
    failing = task(machines.function(RAISE))
    waiting = machines.token_task(machines.aws.queue().url, TimeoutSeconds=5)

    assert machines.output(caught(failing, "States.TaskFailed"), {"raise": "Any"})["Error"] == "Any"
    assert machines.run(caught(waiting, "States.TaskFailed"))["error"] == "States.Timeout"


@behaviour(
    ERRORS,
    "States.ALL: A wildcard that matches any known error name.",
)
def test_all_matches_any_error(machines: StateMachines) -> None:
    state = task(machines.function(RAISE))
    assert machines.output(caught(state, "States.ALL"), {"raise": "Any"})["Error"] == "Any"


@behaviour(
    ERRORS,
    "A States.Runtime error isn't retriable, and will always cause the execution to fail. A retry or "
    "catch on States.ALL won't catch States.Runtime errors.",
)
def test_runtime_errors_are_not_caught(machines: StateMachines) -> None:
    state = task(INVOKE, {"FunctionName": machines.function(ECHO), "Payload.$": "$.missing"})
    assert machines.run(caught(state, "States.ALL"))["error"] == "States.Runtime"


@behaviour(
    ERRORS,
    "States.NoChoiceMatched: A Choice state failed to match input with the conditions defined in the "
    "Choice Rule and a Default transition is not specified.",
)
def test_a_choice_without_a_match_fails_by_its_name(machines: StateMachines) -> None:
    choice = {"Variable": "$.n", "NumericEquals": 1, "Next": "One"}
    ended = machines.run({"C": {"Type": "Choice", "Choices": [choice]}, "One": passing()}, {"n": 2})
    assert ended["error"] == "States.NoChoiceMatched"


@behaviour(
    ERRORS,
    "States.IntrinsicFailure: An attempt to invoke an intrinsic function within a payload template failed.",
)
def test_a_failing_intrinsic_function_can_be_caught(machines: StateMachines) -> None:
    inner = passing(Parameters={"parsed.$": "States.StringToJson($.text)"})
    branch = {"StartAt": "Parse", "States": {"Parse": inner}}
    parallel = {"Type": "Parallel", "Branches": [branch], "End": True}
    output = machines.output(caught(parallel, "States.IntrinsicFailure"), {"text": "{"})
    assert output["Error"] == "States.IntrinsicFailure"


@behaviour(
    ERRORS,
    "States.ResultPathMatchFailure: Step Functions failed to apply a state's ResultPath field to the "
    "input the state received.",
)
def test_a_result_path_without_a_place_fails_by_its_name(machines: StateMachines) -> None:
    ended = machines.run({"P": passing(Result=1, ResultPath="$.a.b")}, {"a": "text"})
    assert ended["error"] == "States.ResultPathMatchFailure"


@behaviour(
    ERRORS,
    "States.DataLimitExceeded: reported when the output of a connector is larger than payload size "
    "quota, or when the output of a state is larger than payload size quota.",
)
def test_a_result_over_256_kib_fails_by_its_name(machines: StateMachines) -> None:
    large = machines.function("def handle(event, context): return 'x' * 262_143")
    fitting = machines.function("def handle(event, context): return 'x' * 262_142")
    assert machines.run({"T": task(large)})["error"] == "States.DataLimitExceeded"
    assert machines.run({"T": task(fitting)})["status"] == "SUCCEEDED"


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html",
    "Lambda errors are reported as Lambda.ErrorName.",
)
def test_lambdas_own_errors_are_named_after_lambda(machines: StateMachines) -> None:
    missing = machines.function(ECHO).rpartition(":")[0] + ":" + machines.aws.unique("missing")
    for state in (task(missing), task(INVOKE, {"FunctionName": missing})):
        assert machines.run({"T": state})["error"] == "Lambda.ResourceNotFoundException"


@behaviour(
    ERRORS,
    "IntervalSeconds: the number of seconds before the first retry attempt. BackoffRate: the "
    "multiplier by which the retry interval denoted by IntervalSeconds increases after each retry "
    "attempt. MaxDelaySeconds: the maximum value, in seconds, up to which a retry interval can "
    "increase.",
)
def test_retries_come_at_their_intervals(machines: StateMachines) -> None:
    retry = {
        "ErrorEquals": ["Down"],
        "IntervalSeconds": 10,
        "BackoffRate": 3,
        "MaxDelaySeconds": 40,
        "MaxAttempts": 3,
    }
    state = task(machines.function(RAISE), Retry=[retry])

    ended = machines.run({"T": state}, {"raise": "Down"}, within=200)

    begun = [
        event["timestamp"]
        for event in machines.history(ended["executionArn"])
        if event["type"] == "LambdaFunctionScheduled"
    ]
    waits = [round((later - earlier).total_seconds()) for earlier, later in itertools.pairwise(begun)]
    assert waits == [10, 30, 40]


@behaviour(
    ERRORS,
    "MaxAttempts: a value of 0 specifies that the error is never retried.",
)
def test_no_attempts_is_no_retry(machines: StateMachines) -> None:
    retries = [{"ErrorEquals": ["Down"], "MaxAttempts": 0}, {"ErrorEquals": ["States.ALL"]}]
    ended = machines.run({"T": task(machines.function(RAISE), Retry=retries)}, {"raise": "Down"})
    types = [event["type"] for event in machines.history(ended["executionArn"])]
    assert types.count("LambdaFunctionScheduled") == 1


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html",
    "Exception prefixes are present in the exceptions that are generated when you erroneously perform "
    "an AWS SDK service integration with Step Functions.",
)
@pytest.mark.parametrize(
    ("resource", "name"),
    [
        ("arn:aws:states:::dynamodb:putItem", "DynamoDB.ConditionalCheckFailedException"),
        ("arn:aws:states:::aws-sdk:dynamodb:putItem", "DynamoDb.ConditionalCheckFailedException"),
    ],
)
def test_a_failed_condition_is_caught_by_the_services_name(
    machines: StateMachines, resource: str, name: str
) -> None:
    table = machines.aws.unique("table")
    dynamodb = machines.aws.client("dynamodb")
    dynamodb.create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.get_waiter("table_exists").wait(TableName=table)
    put = {"TableName": table, "Item": {"k": {"S": "1"}}, "ConditionExpression": "attribute_exists(k)"}
    assert machines.output(caught(task(resource, put), name))["Error"] == name


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html",
    "Exception prefixes are present in the exceptions that are generated when you erroneously perform "
    "an AWS SDK service integration with Step Functions.",
)
@pytest.mark.parametrize(
    ("action", "parameters", "name"),
    [
        ("s3:getObject", {"Bucket": "", "Key": "missing"}, "S3.NoSuchKeyException"),
        (
            "secretsmanager:getSecretValue",
            {"SecretId": "missing"},
            "SecretsManager.ResourceNotFoundException",
        ),
        ("ssm:getParameter", {"Name": "missing"}, "Ssm.ParameterNotFoundException"),
    ],
)
def test_sdk_integrations_name_their_errors_after_their_service(
    machines: StateMachines, action: str, parameters: dict[str, str], name: str
) -> None:
    if "Bucket" in parameters:
        bucket = machines.aws.unique("bucket")
        machines.aws.client("s3").create_bucket(Bucket=bucket)
        parameters = parameters | {"Bucket": bucket}
    ended = machines.run({"T": task(f"arn:aws:states:::aws-sdk:{action}", parameters)})
    assert ended["error"] == name


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html",
    "A reference path is a path whose syntax is limited in such a way that it can identify only a "
    "single node in a JSON structure.",
)
@pytest.mark.parametrize(
    ("path", "found"),
    [("$[1].n", 2), ("$[*].n", [1, 2]), ("$[?(@.n==2)].n", [2]), ("$[?(@.n==3)]", []), ("$[0:1].n", [1])],
)
def test_a_paths_form_decides_between_a_value_and_a_list(
    machines: StateMachines, path: str, found: Any
) -> None:
    assert (
        machines.output({"P": passing(Parameters={"found.$": path})}, [{"n": 1}, {"n": 2}])["found"] == found
    )
