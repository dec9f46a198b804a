from typing import Any

import pytest

from local.assembly.errors import UnknownAttribute
from local.provision import NotCreated
from tests.flow.local.provision.conftest import AWS, Deploy


def test_a_value_of_the_wrong_type_names_the_resource_and_the_property(deploy: Deploy) -> None:
    with pytest.raises(NotCreated) as raised:
        deploy({"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": "soon"}}})
    assert str(raised.value).startswith(
        "App/Queue (AWS::SQS::Queue) was not created: VisibilityTimeout: Input should be a valid integer"
    )


def test_a_missing_property_names_the_resource_and_the_property(deploy: Deploy) -> None:
    policy = {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": []}}
    with pytest.raises(NotCreated, match=r"App/Policy .* PolicyDocument: Field required"):
        deploy({"Policy": policy})


def test_a_refusal_of_the_service_names_the_resource(deploy: Deploy) -> None:
    redrive = {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:nowhere", "maxReceiveCount": 5}
    with pytest.raises(NotCreated, match=r"App/Queue .* Dead letter target does not exist"):
        deploy({"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"RedrivePolicy": redrive}}})


def test_two_resources_with_one_name_are_refused_even_where_the_service_would_merge_them(
    deploy: Deploy,
) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "settle"}}
    with pytest.raises(NotCreated, match=r"App/B .*/settle is App/A already"):
        deploy({"A": queue, "B": queue})


def test_what_is_named_within_something_else_may_have_its_name_twice(aws: AWS, deploy: Deploy) -> None:
    model: dict[str, Any] = {
        "Type": "AWS::ApiGateway::Model",
        "Properties": {"Name": "Order", "Schema": {"type": "object"}},
    }
    resources = {
        name: {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": name}}
        for name in ("First", "Second")
    } | {
        f"{name}Model": {**model, "Properties": {**model["Properties"], "RestApiId": {"Ref": name}}}
        for name in ("First", "Second")
    }
    provisioned = deploy(resources)
    for name in ("First", "Second"):
        (found,) = aws("apigateway").get_models(restApiId=provisioned.resources["App", name].ref)["items"]
        assert found["name"] == "Order"


def test_an_attribute_that_a_resource_does_not_have_is_named(deploy: Deploy) -> None:
    outputs = {"Color": {"Value": {"Fn::GetAtt": ["Queue", "Color"]}}}
    with pytest.raises(
        UnknownAttribute, match=r"Queue has no attribute Color here; it has Arn, QueueName, QueueUrl"
    ):
        deploy({"Queue": {"Type": "AWS::SQS::Queue"}}, Outputs=outputs)
