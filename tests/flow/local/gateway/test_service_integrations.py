"""AWS services behind a method: in their own protocols, called as the integration's role."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.flow.local.gateway.rest_api import FORM, JSON, HandmadeApi
from tests.flow.local.handmade import Handmade

ACCEPTS_XML = {"integration.request.header.Accept": "'application/xml'"}


def put_service(
    api: HandmadeApi,
    action: str,
    template: str,
    *,
    statements: list[Mapping[str, Any]] | None = None,
    principal: str = "apigateway.amazonaws.com",
    path: str = "/it",
    declared: Mapping[str, bool] | None = None,
    **integration: Any,
) -> None:
    """Put a POST that calls a service as a role of its own."""
    iam, name = api.stack.client("iam"), f"role{len(api.stack.client('iam').list_roles()['Roles'])}"
    trust = {"Effect": "Allow", "Principal": {"Service": principal}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy([trust]))["Role"]["Arn"]
    everything: list[Mapping[str, Any]] = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
    allowed = everything if statements is None else statements
    if allowed:
        iam.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=_policy(allowed))
    api.method(
        "POST",
        path,
        {
            "type": "AWS",
            "integrationHttpMethod": "POST",
            "uri": f"arn:aws:apigateway:us-east-1:{action}",
            "credentials": role,
            "requestTemplates": {"application/json": template},
        }
        | integration,
        responses={"200": {}, "400": {"selectionPattern": "4.."}},
        requestParameters=declared or {},
    )


def _policy(statements: list[Mapping[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def test_sns_takes_a_form_and_answers_json(api: HandmadeApi, handmade: Handmade) -> None:
    sns, queue = api.stack.client("sns"), handmade.queue("heard")
    topic = sns.create_topic(Name="news")["TopicArn"]
    allow = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": queue.arn}
    api.stack.client("sqs").set_queue_attributes(QueueUrl=queue.url, Attributes={"Policy": _policy([allow])})
    sns.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=queue.arn, Attributes={"RawMessageDelivery": "true"}
    )
    template = f"TopicArn=$util.urlEncode('{topic}')&Message=$util.urlEncode($input.path('$.say'))"
    put_service(api, "sns:action/Publish", template, requestParameters=FORM)
    api.deploy()

    answer = json.loads(api.call("POST", "/it", '{"say": "a & b"}', headers=JSON).body)

    assert queue.take() == ["a & b"]
    published = answer["PublishResponse"]
    assert published["PublishResult"]["MessageId"]
    assert published["PublishResult"]["SequenceNumber"] is None
    assert published["ResponseMetadata"]["RequestId"]


def test_events_are_put_on_a_bus(api: HandmadeApi, handmade: Handmade) -> None:
    template = (
        '{"Entries": [{"Source": "api", "DetailType": "Order", '
        '"Detail": "$util.escapeJavaScript($input.json(\'$\'))"}]}'
    )
    put_service(api, "events:action/PutEvents", template)
    api.deploy()

    answer = json.loads(api.call("POST", "/it", '{"a": 1}', headers=JSON).body)

    assert answer["FailedEntryCount"] == 0
    assert len(answer["Entries"]) == 1


def test_an_execution_runs_to_its_end_before_the_answer(api: HandmadeApi) -> None:
    states = api.stack.client("stepfunctions")
    trust = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = api.stack.client("iam").create_role(RoleName="runs", AssumeRolePolicyDocument=_policy([trust]))
    machine = states.create_state_machine(
        name="adds",
        definition=json.dumps(
            {"StartAt": "Done", "States": {"Done": {"Type": "Pass", "Result": {"done": True}, "End": True}}}
        ),
        roleArn=role["Role"]["Arn"],
        type="EXPRESS",
    )["stateMachineArn"]
    put_service(
        api, "states:action/StartSyncExecution", f'{{"stateMachineArn": "{machine}", "input": "{{}}"}}'
    )
    api.deploy()

    answer = json.loads(api.call("POST", "/it", "{}", headers=JSON).body)

    assert (answer["status"], json.loads(answer["output"])) == ("SUCCEEDED", {"done": True})


def test_an_object_is_put_and_got_by_its_path(api: HandmadeApi) -> None:
    api.stack.client("s3").create_bucket(Bucket="files")
    parameters = {"integration.request.path.key": "method.request.path.key"}
    for verb in ("PUT", "GET"):
        put_service(
            api,
            "s3:path/files/{key}",
            "",
            path=f"/{verb}/{{key}}",
            integrationHttpMethod=verb,
            requestParameters=parameters,
            requestTemplates={},
            declared={"method.request.path.key": True},
        )
    api.deploy()

    assert api.call("POST", "/PUT/a.txt", "hello").status == 200
    assert api.call("POST", "/GET/a.txt").body == b"hello"


@pytest.mark.parametrize("xml", [False, True])
def test_a_service_without_permission_is_refused_in_its_own_words(
    api: HandmadeApi, handmade: Handmade, xml: bool
) -> None:
    handmade.queue("work")
    put_service(
        api,
        "sqs:path/123456789012/work",
        "Action=SendMessage&MessageBody=a",
        statements=[],
        requestParameters=FORM | (ACCEPTS_XML if xml else {}),
    )
    api.deploy()

    response = api.call("POST", "/it", "{}", headers=JSON)

    assert response.status == 400
    assert b"AccessDenied" in response.body
    assert b"is not authorized to perform: sqs:sendmessage" in response.body.lower()
    assert response.body.startswith(b"<" if xml else b"{")


def test_a_role_that_does_not_trust_api_gateway_is_an_error_of_the_api(
    api: HandmadeApi, handmade: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    handmade.queue("work")
    put_service(
        api,
        "sqs:path/123456789012/work",
        "Action=SendMessage&MessageBody=a",
        principal="lambda.amazonaws.com",
        requestParameters=FORM,
    )
    api.deploy()

    assert api.call("POST", "/it", "{}", headers=JSON).status == 500
    assert "does not have permission to assume the provided role" in caplog.text


@pytest.mark.parametrize(
    ("action", "template", "code"),
    [
        ("dynamodb:action/PutItem", '{"Item": {}}', "ValidationException"),
        ("dynamodb:action/PutItem", "no json", "SerializationException"),
        ("dynamodb:action/EatItem", "{}", "UnknownOperationException"),
    ],
)
def test_a_request_that_is_none_is_the_service_s_400(
    api: HandmadeApi, action: str, template: str, code: str
) -> None:
    put_service(api, action, template)
    api.deploy()

    response = api.call("POST", "/it", "{}", headers=JSON)

    assert (response.status, json.loads(response.body)["__type"]) == (400, code)


@pytest.mark.parametrize(
    "action", ["none:action/Do", "s3:path/a/b/c?none", "lambda:path/2015-03-31/functions"]
)
def test_a_service_nobody_knows_is_an_error_of_the_api(api: HandmadeApi, action: str) -> None:
    put_service(api, action, "{}", integrationHttpMethod="PATCH")
    api.deploy()

    assert api.call("POST", "/it", "{}", headers=JSON).status == 500
