import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local.assembly import load
from local.provision import Unsupported, provision
from tests.flow.local.provision.conftest import AWS

SERVICE = "Offload-dev"
Resources = dict[str, Any]


def changed(assembly: Path, directory: Path, change: Callable[[Resources], None]) -> Path:
    """Return a copy of the app with the service's resources changed, and conditions for a change to use."""
    for file in assembly.iterdir():
        if file.name != f"{SERVICE}.template.json":
            (directory / file.name).symlink_to(file)
    template = json.loads((assembly / f"{SERVICE}.template.json").read_text())
    here = {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}
    template["Conditions"] = {"Here": here, "Elsewhere": {"Fn::Not": [here]}}
    change(template["Resources"])
    (directory / f"{SERVICE}.template.json").write_text(json.dumps(template))
    return directory


def one_of(resources: Resources, kind: str) -> tuple[str, Resources]:
    return next((name, each["Properties"]) for name, each in resources.items() if each["Type"] == kind)


def refusal(aws: AWS, assembly: Path) -> Unsupported:
    """Try to provision, and see that nothing was created."""
    with pytest.raises(Unsupported) as raised:
        provision(load(assembly), client=aws)
    assert "QueueUrls" not in aws("sqs").list_queues()
    assert aws("dynamodb").list_tables()["TableNames"] == []
    assert aws("iam").list_roles()["Roles"] == []
    return raised.value


def test_the_whole_app_is_provisioned(aws: AWS, assembly: Path) -> None:
    loaded = load(assembly)
    provisioned = provision(loaded, client=aws)
    assert provisioned.resources.keys() == {(each.stack, each.logical_id) for each in loaded.resources}
    functions = aws("lambda").list_functions()["Functions"]
    tables = set(aws("dynamodb").list_tables()["TableNames"])
    named = {each["Environment"]["Variables"].get("JOB_TABLE") for each in functions}
    assert named - {None} <= tables
    assert named & tables


def test_an_unknown_type_is_refused_before_anything_is_created(
    aws: AWS, assembly: Path, tmp_path: Path
) -> None:
    def change(resources: Resources) -> None:
        resources["Pipe"] = {"Type": "AWS::Pipes::Pipe", "Properties": {"Source": "queue"}}

    message, finding = str(refusal(aws, changed(assembly, tmp_path, change))).splitlines()
    assert message == "not supported by the local runtime, so nothing was created:"
    assert finding == "  Offload-dev/Pipe: the type AWS::Pipes::Pipe"


def test_an_unknown_property_is_refused_before_anything_is_created(
    aws: AWS, assembly: Path, tmp_path: Path
) -> None:
    names = []

    def change(resources: Resources) -> None:
        name, function = one_of(resources, "AWS::Lambda::Function")
        function["VpcConfig"] = {"SubnetIds": ["subnet-1"]}
        names.append(name)

    (finding,) = refusal(aws, changed(assembly, tmp_path, change)).findings
    assert (finding.logical_id, finding.type, finding.property) == (
        names[0],
        "AWS::Lambda::Function",
        "VpcConfig",
    )


def test_an_unknown_property_deep_within_others_is_refused(aws: AWS, assembly: Path, tmp_path: Path) -> None:
    names = []

    def change(resources: Resources) -> None:
        name, rule = one_of(resources, "AWS::Events::Rule")
        rule["Targets"][0]["EcsParameters"] = {"TaskCount": 1}
        names.append(name)

    (finding,) = refusal(aws, changed(assembly, tmp_path, change)).findings
    assert str(finding) == (
        f"{SERVICE}/{names[0]} (AWS::Events::Rule): the property Targets[0].EcsParameters,"
        " of the construct Offload-dev/Sweep/Minutes/Rule/Resource"
    )


#: Properties in which any name is right: JSON of another kind than a template's, or a map.
FREE = {
    *("AssumeRolePolicyDocument", "KeyPolicy", "PolicyDocument", "EventPattern", "Schema", "Variables"),
    *("RequestModels", "RequestParameters", "RequestTemplates"),
    *("ResponseModels", "ResponseParameters", "ResponseTemplates", "DefinitionSubstitutions"),
}


def spoilt(value: Any, path: str, places: list[str]) -> Any:
    """Return a value with a property too many, and each property misspelt too, in all its objects."""
    if isinstance(value, list):
        return [spoilt(child, f"{path}[{index}]", places) for index, child in enumerate(value)]
    if not isinstance(value, dict) or any(key == "Ref" or key.startswith("Fn::") for key in value):
        return value
    misspelt = {f"{key[0].swapcase()}{key[1:]}": child for key, child in value.items()}
    unknown = {"Zeros": 0, **misspelt}
    places += [f"{path}.{key}".removeprefix(".") for key in unknown]
    return unknown | {
        key: child if key in FREE else spoilt(child, f"{path}.{key}", places) for key, child in value.items()
    }


def test_an_unknown_or_misspelt_property_is_refused_wherever_in_the_app_it_is(
    aws: AWS, assembly: Path, tmp_path: Path
) -> None:
    expected: set[tuple[str, str]] = set()

    def change(resources: Resources) -> None:
        for name, resource in resources.items():
            if resource["Type"] != "AWS::CDK::Metadata":
                places: list[str] = []
                resource["Properties"] = spoilt(resource.get("Properties", {}), "", places)
                expected.update((name, place) for place in places)

    found = {
        (each.logical_id, each.property)
        for each in refusal(aws, changed(assembly, tmp_path, change)).findings
    }

    assert found == expected
    assert len(expected) > 1000


def test_all_findings_are_told_at_once(aws: AWS, assembly: Path, tmp_path: Path) -> None:
    def change(resources: Resources) -> None:
        resources["Pipe"] = {"Type": "AWS::Pipes::Pipe"}
        one_of(resources, "AWS::SQS::Queue")[1]["Color"] = "blue"
        one_of(resources, "AWS::ApiGateway::RestApi")[1]["Body"] = {"openapi": "3.0.0"}

    refused = refusal(aws, changed(assembly, tmp_path, change))
    assert sorted(each.property for each in refused.findings) == ["", "Body", "Color"]


@pytest.mark.parametrize(
    ("condition", "found"), [("Here", ["Integration.CacheNamespace"]), ("Elsewhere", [])]
)
def test_only_the_branch_that_will_be_used_is_checked(
    aws: AWS, assembly: Path, tmp_path: Path, condition: str, found: list[str]
) -> None:
    def change(resources: Resources) -> None:
        _, method = one_of(resources, "AWS::ApiGateway::Method")
        plain = method["Integration"]
        method["Integration"] = {"Fn::If": [condition, {**plain, "CacheNamespace": "jobs"}, plain]}

    app = changed(assembly, tmp_path, change)
    if found:
        assert [finding.property for finding in refusal(aws, app).findings] == found
    else:
        provision(load(app), client=aws)
