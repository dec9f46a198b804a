"""The endpoint refuses, in words for people, what would never come alive behind it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conformance.aws import Aws
from tests.conformance.in_process import InProcess
from tests.conformance.refusals import refused

ARN = "arn:aws:sqs:us-east-1:123456789012:queue"
ROLE = "arn:aws:iam::123456789012:role/somebody"


@pytest.mark.parametrize(
    ("service", "ask", "code", "words"),
    [
        (
            "pipes",
            lambda pipes: pipes.create_pipe(Name="p", Source=ARN, Target=ARN, RoleArn=ROLE),
            "NotImplementedException",
            "pipes",
        ),
        (
            "apigatewayv2",
            lambda apis: apis.create_api(Name="a", ProtocolType="HTTP"),
            "NotImplementedException",
            "HTTP and WebSocket APIs",
        ),
        (
            "lambda",
            lambda lambda_: lambda_.create_function_url_config(FunctionName="f", AuthType="NONE"),
            "NotImplementedException",
            "function URLs",
        ),
        (
            "lambda",
            lambda lambda_: lambda_.create_function(
                FunctionName="f",
                Runtime="nodejs22.x",
                Role=ROLE,
                Handler="index.handle",
                Code={"ZipFile": b""},
            ),
            "NotImplementedException",
            "nodejs22.x",
        ),
        (
            "lambda",
            lambda lambda_: lambda_.create_function(
                FunctionName="f", PackageType="Image", Role=ROLE, Code={"ImageUri": "i"}
            ),
            "NotImplementedException",
            "container images",
        ),
        (
            "lambda",
            lambda lambda_: lambda_.update_function_configuration(FunctionName="f", Runtime="java21"),
            "NotImplementedException",
            "java21",
        ),
        (
            "cloudformation",
            lambda stacks: stacks.create_stack(StackName="s", TemplateBody='{"Resources": {}}'),
            "NotImplemented",
            "make run",
        ),
        (
            "stepfunctions",
            lambda states: states.test_state(definition='{"Type": "Succeed"}', roleArn=ROLE),
            "NotImplementedException",
            "test_state",
        ),
    ],
)
def test_what_would_never_come_alive_is_refused(
    service: str, ask: Callable[[Any], object], code: str, words: str
) -> None:
    target = InProcess()
    with target.fresh(), refused(code, "The local stack does not do this: ") as refusal:
        ask(Aws(target).client(service))

    assert words in refusal.message
    assert refusal.answer["ResponseMetadata"]["HTTPStatusCode"] == 501
