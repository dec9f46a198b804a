"""What a template asks for in vain is refused by its name, all at once, before anything is made."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import JsonValue

from local.assembly import load
from local.assembly.errors import UnknownReference
from local.provision import Unsupported
from local.provision.properties import Properties
from local.provision.resource_types import RESOURCE_TYPES
from local.provision.support import refuse_unsupported
from tests.flow.local.provision.conftest import AWS, Deploy
from tests.unit.local.assembly.written import STACK, write_assembly

Found = list[tuple[str, str, str, str]]

QUEUE = {"Type": "AWS::SQS::Queue"}
RULE = {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": "rate(1 minute)"}}
HERE = {"Here": {"Fn::Equals": [1, 1]}, "Elsewhere": {"Fn::Equals": [1, 2]}}


@pytest.fixture
def findings(tmp_path: Path) -> Callable[..., Found]:
    """Tells what is refused in a template: logical id, type, kind and path."""

    def findings(resources: Mapping[str, Any], **sections: Any) -> Found:
        assembly = load(write_assembly(tmp_path, {STACK: {"Resources": resources, **sections}}))
        with pytest.raises(Unsupported) as refused:
            refuse_unsupported(assembly)
        return [(each.logical_id, each.type, each.kind, each.property) for each in refused.value.findings]

    return findings


def test_nothing_is_created_and_everything_is_told(aws: AWS, deploy: Deploy) -> None:
    resources = {
        "Queue": QUEUE,
        "Ticks": {**RULE, "UpdatePolicy": {}, "DependsOn": "Queue"},
        "Pipe": {"Type": "AWS::Pipes::Pipe", "Properties": {"Source": {"Fn::GetAtt": ["Queue", "Arn"]}}},
        "Mine": {"Type": "Custom::Mine"},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::ToJsonString": {}}}},
    }

    with pytest.raises(Unsupported) as refused:
        deploy(resources, Outputs={"Size": {"Value": {"Fn::Length": [1, 2]}}})

    first, *rest = str(refused.value).splitlines()
    assert first == "not supported by the local runtime, so nothing was created:"
    assert sorted(rest) == [
        "  App/Mine: the type Custom::Mine",
        "  App/Pipe: the type AWS::Pipes::Pipe",
        "  App/Size (output): the function Fn::Length at Value",
        "  App/Ticks (AWS::Events::Rule): the attribute UpdatePolicy",
        "  App/Topic (AWS::SNS::Topic): the function Fn::ToJsonString at TopicName",
    ]
    assert "QueueUrls" not in aws("sqs").list_queues()
    assert aws("events").list_rules()["Rules"] == []


@pytest.mark.parametrize(
    "kind",
    [
        "AWS::CloudFormation::CustomResource",
        "AWS::CloudFormation::Stack",
        "Custom::AwsCli",
        "aws::sqs::queue",
    ],
)
def test_a_type_it_does_not_know(findings: Callable[..., Found], kind: str) -> None:
    assert findings({"Queue": QUEUE, "It": {"Type": kind}}) == [("It", kind, "type", "")]


@pytest.mark.parametrize(
    ("condition", "found"), [("Here", [("Pipe", "AWS::Pipes::Pipe", "type", "")]), ("Elsewhere", [])]
)
def test_what_its_condition_leaves_out_is_not_asked_for(
    findings: Callable[..., Found], tmp_path: Path, condition: str, found: Found
) -> None:
    resources = {"Pipe": {"Type": "AWS::Pipes::Pipe", "Condition": condition}}
    if found:
        assert findings(resources, Conditions=HERE) == found
    else:
        template = {"Resources": resources, "Conditions": HERE}
        refuse_unsupported(load(write_assembly(tmp_path, {STACK: template})))


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"Fn::Cidr": ["10.0.0.0/16", 1, 8]}, "Fn::Cidr"),
        ({"Fn::Join": ["", ["a", {"Fn::Transform": {}}]]}, "Fn::Join[1][1].Fn::Transform"),
        ({"Fn::Sub": ["${x}", {"x": {"Fn::Length": []}}]}, "Fn::Sub[1].x.Fn::Length"),
        ({"Fn::If": ["Here", {"Fn::Length": []}, "b"]}, "Fn::Length"),
        ({"Fn::ForEach::Queues": []}, "Fn::ForEach::Queues"),
        ({"Fn::And": []}, "Fn::And"),
    ],
)  # fmt: skip
def test_a_function_it_does_not_know(findings: Callable[..., Found], value: JsonValue, path: str) -> None:
    resources = {"Queue": {**QUEUE, "Properties": {"QueueName": value}}}
    place = ("Queue", "AWS::SQS::Queue", "function", f"QueueName.{path}")
    assert findings(resources, Conditions=HERE) == [place]


def test_a_function_within_free_json(findings: Callable[..., Found]) -> None:
    statement = {"Effect": "Allow", "Action": "sqs:*", "Resource": {"Fn::Cidr": []}}
    policy = {"Queues": [{"Ref": "Queue"}], "PolicyDocument": {"Statement": [statement]}}
    resources = {"Queue": QUEUE, "Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": policy}}
    (found,) = findings(resources)
    assert found[2:] == ("function", "PolicyDocument.Statement[0].Resource.Fn::Cidr")


@pytest.mark.parametrize("value", [{"Zeros": 1}, {"Ref": "Queue", "Zeros": 1}])
def test_an_object_where_a_text_belongs(deploy: Deploy, aws: AWS, value: JsonValue) -> None:
    named = {**QUEUE, "Properties": {"QueueName": value}}
    with pytest.raises((Unsupported, ValueError), match=r"App/Named .*QueueName"):
        deploy({"Queue": QUEUE, "Named": named})
    assert "QueueUrls" not in aws("sqs").list_queues()


def test_an_order_after_something_unknown(deploy: Deploy, aws: AWS) -> None:
    with pytest.raises(UnknownReference, match="App/Late at DependsOn: Nobody is nothing the stack has"):
        deploy({"Queue": QUEUE, "Late": {**QUEUE, "DependsOn": "Nobody"}})
    assert "QueueUrls" not in aws("sqs").list_queues()


def sample(declared: Any, depth: int = 0) -> JsonValue:
    """Return a value of the declared shape with an unknown property in each of its objects."""
    arguments = [each for each in get_args(declared) if each is not NoneType]
    origin = get_origin(declared)
    if origin is Annotated:
        return sample(arguments[0], depth)
    if origin is list:
        return [sample(arguments[0], depth)]
    if origin is dict:
        return {"any": sample(arguments[1], depth)}
    if origin is not None:
        return sample(arguments[0], depth)
    if isinstance(declared, type) and issubclass(declared, Properties):
        return {"Unknown": 1} | {
            str(field.validation_alias or field.alias): sample(field.annotation, depth + 1)
            for field in declared.model_fields.values()
        }
    return "any"


def unknowns(value: JsonValue, path: str = "") -> Iterator[str]:
    """Yield the path of each unknown property in a sample."""
    match value:
        case dict():
            for key, child in value.items():
                place = f"{path}.{key}" if path else key
                if key == "Unknown":
                    yield place
                else:
                    yield from unknowns(child, place)
        case list():
            for index, child in enumerate(value):
                yield from unknowns(child, f"{path}[{index}]")


@pytest.mark.parametrize("kind", RESOURCE_TYPES)
def test_a_property_it_does_not_know_in_any_object_of_any_type(
    findings: Callable[..., Found], kind: str
) -> None:
    properties = sample(RESOURCE_TYPES[kind])
    found = findings({"It": {"Type": kind, "Properties": properties}})
    assert found == [("It", kind, "property", place) for place in unknowns(properties)]
    assert ("It", kind, "property", "Unknown") in found
