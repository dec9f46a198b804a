"""Who lacks a permission is refused, at every door and in whoever's name a call is made."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.permissions import Permission
from local.users import User
from tests.flow.local.gateway.rest_api import HandmadeApi
from tests.flow.local.handmade import Handmade, policy

CALLS = """
import boto3
from botocore.exceptions import ClientError

def handle(event, context):
    try:
        getattr(boto3.client(event["service"]), event["operation"])(**event["parameters"])
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    return None
"""
STATEMENT = {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}


def make_role(handmade: Handmade, *statements: dict[str, Any], service: str = "lambda.amazonaws.com") -> str:
    """Make a role with these statements that a service may take on; return its ARN."""
    iam = handmade.stack.client("iam")
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName="limited", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName="limited", PolicyName="own", PolicyDocument=policy(*statements))
    return str(role)


def call(handmade: Handmade, service: str, operation: str, **parameters: object) -> Any:
    """Let the function `calls` call AWS; return the error's code and message, None without one."""
    event = {"service": service, "operation": operation, "parameters": parameters}
    return handmade.invoke("calls", event)


@pytest.fixture
def limited(handmade: Handmade) -> Handmade:
    """A stack with a function `calls`, whose role may do everything with queues and nothing else."""
    handmade.function("calls", CALLS, role=make_role(handmade, STATEMENT))
    return handmade


def test_an_operation_nobody_here_knows_the_needs_of_is_refused_by_name(limited: Handmade) -> None:
    code, message = call(limited, "iam", "create_user", UserName="eve")

    assert code == "OperationNotMapped"
    assert "iam's CreateUser" in message
    assert "local/permissions/needs" in message


def test_the_administrator_may_do_what_nobody_knows_the_needs_of(handmade: Handmade) -> None:
    handmade.stack.client("iam").create_user(UserName="eve")


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ({**STATEMENT, "Condition": {"StringEquals": {"ec2:Owner": "me"}}}, "condition key ec2:Owner"),
        ({**STATEMENT, "Condition": {"StringIs": {"aws:userid": "me"}}}, "operator StringIs"),
    ],
)
def test_a_policy_that_cannot_be_decided_by_is_refused_when_it_is_put(
    handmade: Handmade, statement: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ClientError, match=complaint):
        make_role(handmade, statement)
    with pytest.raises(ClientError, match=complaint):
        handmade.queue("q", Policy=policy({**statement, "Principal": "*"}))


def test_a_permission_holds_from_the_moment_it_is_given_until_it_is_taken_away(limited: Handmade) -> None:
    url, iam = limited.queue("q").url, limited.stack.client("iam")
    assert call(limited, "sqs", "receive_message", QueueUrl=url) is None

    iam.delete_role_policy(RoleName="limited", PolicyName="own")
    assert call(limited, "sqs", "receive_message", QueueUrl=url)[0] == "AccessDenied"

    iam.put_role_policy(RoleName="limited", PolicyName="own", PolicyDocument=policy(STATEMENT))
    assert call(limited, "sqs", "receive_message", QueueUrl=url) is None


def test_what_was_used_is_remembered(limited: Handmade) -> None:
    call(limited, "sqs", "receive_message", QueueUrl=limited.queue("q").url)

    assert limited.stack.guard.uses.permissions == {Permission("role limited", "own", "0", "sqs:*")}


def test_a_policy_that_aws_keeps_can_be_attached(limited: Handmade) -> None:
    limited.stack.client("dynamodb").create_table(
        TableName="t",
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    assert call(limited, "dynamodb", "scan", TableName="t")[0] == "AccessDeniedException"

    limited.stack.client("iam").attach_role_policy(
        RoleName="limited", PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
    )

    assert call(limited, "dynamodb", "scan", TableName="t") is None
    put = call(limited, "dynamodb", "put_item", TableName="t", Item={"k": {"S": "1"}})
    assert "dynamodb:PutItem" in put[1]


def test_a_bucket_s_policy_denies_whom_it_names_and_how_it_says(limited: Handmade) -> None:
    s3, iam = limited.stack.client("s3"), limited.stack.client("iam")
    everything = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    iam.put_role_policy(RoleName="limited", PolicyName="more", PolicyDocument=policy(everything))
    s3.create_bucket(Bucket="files")
    names = {"Resource": "arn:aws:s3:::files/*", "Action": "s3:*", "Effect": "Deny", "Principal": "*"}
    plain = {**names, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    secret = {**names, "Resource": "arn:aws:s3:::files/secret/*"}

    s3.put_bucket_policy(Bucket="files", Policy=policy(plain, secret))

    assert call(limited, "s3", "put_object", Bucket="files", Key="a", Body="x") is None
    code, message = call(limited, "s3", "put_object", Bucket="files", Key="secret/a", Body="x")
    assert code == "AccessDenied"
    assert message.endswith("with an explicit deny in a resource-based policy")


def test_a_queue_that_the_role_may_not_receive_from_any_more_waits_until_it_may(handmade: Handmade) -> None:
    iam = handmade.stack.client("iam")
    role = make_role(handmade, STATEMENT)
    handmade.function("f", "def handle(event, context):\n    print(event['Records'][0]['body'])\n", role=role)
    queue = handmade.queue("q")
    handmade.feed("f", queue)
    iam.delete_role_policy(RoleName="limited", PolicyName="own")

    queue.send("late")
    handmade.stack.clock.advance(minutes=5)
    assert handmade.printed("f") == []
    assert any("lacks a permission" in line for _, line in handmade.log)

    iam.put_role_policy(RoleName="limited", PolicyName="own", PolicyDocument=policy(STATEMENT))
    handmade.stack.clock.advance(minutes=2)
    assert handmade.printed("f") == ["late"]
    assert queue.depth() == 0


@pytest.mark.parametrize(("statements", "told"), [([STATEMENT], 1), ([], 0)])
def test_a_destination_is_told_in_the_function_s_name(
    handmade: Handmade, statements: list[dict[str, Any]], told: int
) -> None:
    queue = handmade.queue("q")
    role = make_role(handmade, *statements)
    handmade.function("f", "def handle(event, context):\n    return 1\n", role=role)
    lambda_ = handmade.stack.client("lambda")
    lambda_.put_function_event_invoke_config(
        FunctionName="f", DestinationConfig={"OnSuccess": {"Destination": queue.arn}}
    )

    lambda_.invoke(FunctionName="f", InvocationType="Event", Payload="{}")
    handmade.stack.settle()

    assert queue.depth() == told


def test_a_state_machine_does_what_its_role_may_do(handmade: Handmade) -> None:
    stepfunctions = handmade.stack.client("stepfunctions")
    allowed, denied = (
        handmade.function(name, "def handle(event, context):\n    return 1\n") for name in ("yes", "no")
    )
    invoke = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": allowed}
    role = make_role(handmade, invoke, service="states.amazonaws.com")

    def run(function: str) -> Any:
        definition = {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": function, "End": True}}}
        machine = stepfunctions.create_state_machine(
            name=function.rpartition(":")[2], roleArn=role, definition=json.dumps(definition)
        )["stateMachineArn"]
        execution = stepfunctions.start_execution(stateMachineArn=machine)["executionArn"]
        handmade.stack.settle()
        return stepfunctions.describe_execution(executionArn=execution)

    assert run(allowed)["status"] == "SUCCEEDED"
    failed = run(denied)
    assert failed["status"] == "FAILED"
    assert "limited/" in failed["cause"]
    assert "is not authorized to perform: lambda:InvokeFunction" in failed["cause"]


def test_a_map_starts_its_children_if_the_role_may_start_executions_of_the_state_machine(
    handmade: Handmade,
) -> None:
    stepfunctions = handmade.stack.client("stepfunctions")
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "P",
        "States": {"P": {"Type": "Pass", "End": True}},
    }
    states = {"M": {"Type": "Map", "ItemProcessor": processor, "End": True}}
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:allowed"
    start = {"Effect": "Allow", "Action": "states:StartExecution", "Resource": arn}
    role = make_role(handmade, start, service="states.amazonaws.com")

    def run(name: str) -> Any:
        machine = stepfunctions.create_state_machine(
            name=name, roleArn=role, definition=json.dumps({"StartAt": "M", "States": states})
        )["stateMachineArn"]
        execution = stepfunctions.start_execution(stateMachineArn=machine, input="[1, 2]")["executionArn"]
        handmade.stack.settle()
        return stepfunctions.describe_execution(executionArn=execution)

    assert run("allowed")["status"] == "SUCCEEDED"
    failed = run("denied")
    assert (failed["status"], failed["error"]) == ("FAILED", "States.Permissions")
    assert "is not authorized to perform: states:StartExecution" in failed["cause"]


def test_a_state_machine_s_role_has_to_trust_step_functions(handmade: Handmade) -> None:
    with pytest.raises(ClientError, match=r"states\.amazonaws\.com") as refused:
        handmade.stack.client("stepfunctions").create_state_machine(
            name="m", roleArn=make_role(handmade), definition="{}"
        )
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"


# -- the HTTP interface ------------------------------------------------------------------------------


@pytest.fixture
def api(handmade: Handmade) -> HandmadeApi:
    return HandmadeApi(handmade)


def make_user(handmade: Handmade, *statements: dict[str, Any]) -> User:
    """Make a user with a key and these statements."""
    iam = handmade.stack.client("iam")
    user = iam.create_user(UserName="eve")["User"]
    if statements:
        iam.put_user_policy(UserName="eve", PolicyName="own", PolicyDocument=policy(*statements))
    key = iam.create_access_key(UserName="eve")["AccessKey"]
    return User("eve", key["AccessKeyId"], key["SecretAccessKey"], user["UserId"], user["Arn"])


def test_a_user_calls_the_methods_a_policy_names_and_no_others(handmade: Handmade, api: HandmadeApi) -> None:
    api.mock("GET", "/jobs/{id}", "$context.identity.userArn", authorizationType="AWS_IAM")
    api.mock("POST", "/jobs/{id}", authorizationType="AWS_IAM")
    api.deploy()
    arn = f"arn:aws:execute-api:us-east-1:123456789012:{api.id}"
    reading = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{arn}/dev/GET/jobs/*"}
    eve = make_user(handmade, reading)

    answered, denied = api.call("GET", "/jobs/1", user=eve), api.call("POST", "/jobs/1", user=eve)

    assert (answered.status, answered.body.decode()) == (200, eve.arn)
    assert denied.status == 403
    assert denied.header("x-amzn-ErrorType") == "AccessDeniedException"
    resource = f"arn:aws:execute-api:us-east-1:********9012:{api.id}/dev/POST/jobs/1"
    assert json.loads(denied.body)["message"] == (
        f"User: {eve.arn} is not authorized to perform: execute-api:Invoke on resource: {resource} "
        "because no identity-based policy allows the execute-api:Invoke action"
    )


def test_a_user_whom_no_policy_allows_anything_is_refused(handmade: Handmade, api: HandmadeApi) -> None:
    api.mock("GET", "/jobs", authorizationType="AWS_IAM")
    api.deploy()

    assert api.call("GET", "/jobs", user=make_user(handmade)).status == 403


@pytest.mark.parametrize(
    ("service", "statements", "status"),
    [
        ("apigateway.amazonaws.com", [STATEMENT], 200),
        ("apigateway.amazonaws.com", [], 403),
        ("lambda.amazonaws.com", [STATEMENT], 500),
    ],
)
def test_an_integration_does_what_its_role_may_do_if_the_role_trusts_the_api(
    handmade: Handmade,
    api: HandmadeApi,
    service: str,
    statements: list[dict[str, Any]],
    status: int,
) -> None:
    queue = handmade.queue("q")
    role = make_role(handmade, *statements, service=service)
    responses = {"200": {}, "403": {"selectionPattern": "403"}}
    body = "Action=SendMessage&MessageBody=x"
    api.queue("POST", "/jobs", "q", body, integration={"credentials": role}, responses=responses)
    api.deploy()

    answer = api.call("POST", "/jobs", "{}", headers={"Content-Type": "application/json"})

    assert answer.status == status
    assert queue.depth() == (1 if status == 200 else 0)


@pytest.mark.parametrize("mine", [True, False])
@pytest.mark.parametrize("operation", ["query", "query in the old way", "query an index", "batch_write_item"])
def test_a_condition_on_leading_keys_holds_for_whatever_names_a_key(
    handmade: Handmade, operation: str, *, mine: bool
) -> None:
    key = {"S": "mine" if mine else "yours"}
    item, schema = {"pk": key, "owner": key}, [{"AttributeName": "pk", "KeyType": "HASH"}]
    index = {
        "IndexName": "by_owner",
        "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    handmade.stack.client("dynamodb").create_table(
        TableName="items",
        KeySchema=schema,  # type: ignore[arg-type]  # one key
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "owner")],
        BillingMode="PAY_PER_REQUEST",
        GlobalSecondaryIndexes=[index],  # type: ignore[list-item]  # an index
    )
    own = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["mine"]}}
    statement = {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*", "Condition": own}
    handmade.function("calls", CALLS, role=make_role(handmade, statement))
    parameters: dict[str, dict[str, Any]] = {
        "query": {
            "TableName": "items",
            "KeyConditionExpression": "#k = :k",
            "ExpressionAttributeNames": {"#k": "pk"},
            "ExpressionAttributeValues": {":k": key},
        },
        "query in the old way": {
            "TableName": "items",
            "KeyConditions": {"pk": {"ComparisonOperator": "EQ", "AttributeValueList": [key]}},
        },
        "query an index": {
            "TableName": "items",
            "IndexName": "by_owner",
            "KeyConditionExpression": "owner = :k",
            "ExpressionAttributeValues": {":k": key},
        },
        "batch_write_item": {"RequestItems": {"items": [{"PutRequest": {"Item": item}}]}},
    }

    refused = call(handmade, "dynamodb", operation.split(" ")[0], **parameters[operation])

    assert (refused is None) is mine, refused
    assert mine or refused[0] == "AccessDeniedException"
