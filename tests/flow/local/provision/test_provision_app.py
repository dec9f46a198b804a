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


def changed(app: Path, directory: Path, change: Callable[[Resources], None]) -> Path:
    """Return a copy of the app with the service's resources changed, and conditions for a change to use."""
    for file in app.iterdir():
        if file.name != f"{SERVICE}.template.json":
            (directory / file.name).symlink_to(file)
    template = json.loads((app / f"{SERVICE}.template.json").read_text())
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


def test_the_whole_app_is_provisioned(aws: AWS, app: Path) -> None:
    assembly = load(app)
    provisioned = provision(assembly, client=aws)
    assert provisioned.resources.keys() == {(each.stack, each.logical_id) for each in assembly.resources}
    functions = aws("lambda").list_functions()["Functions"]
    tables = set(aws("dynamodb").list_tables()["TableNames"])
    named = {each["Environment"]["Variables"].get("JOB_TABLE") for each in functions}
    assert named - {None} <= tables
    assert named & tables


def test_an_unknown_type_is_refused_before_anything_is_created(aws: AWS, app: Path, tmp_path: Path) -> None:
    def change(resources: Resources) -> None:
        resources["Pipe"] = {"Type": "AWS::Pipes::Pipe", "Properties": {"Source": "queue"}}

    message, finding = str(refusal(aws, changed(app, tmp_path, change))).splitlines()
    assert message == "not supported by the local runtime, so nothing was created:"
    assert finding == "  Offload-dev/Pipe: the type AWS::Pipes::Pipe"


def test_an_unknown_property_is_refused_before_anything_is_created(
    aws: AWS, app: Path, tmp_path: Path
) -> None:
    names = []

    def change(resources: Resources) -> None:
        name, function = one_of(resources, "AWS::Lambda::Function")
        function["VpcConfig"] = {"SubnetIds": ["subnet-1"]}
        names.append(name)

    (finding,) = refusal(aws, changed(app, tmp_path, change)).findings
    assert (finding.logical_id, finding.type, finding.property) == (
        names[0],
        "AWS::Lambda::Function",
        "VpcConfig",
    )


def test_an_unknown_property_deep_within_others_is_refused(aws: AWS, app: Path, tmp_path: Path) -> None:
    names = []

    def change(resources: Resources) -> None:
        name, rule = one_of(resources, "AWS::Events::Rule")
        rule["Targets"][0]["EcsParameters"] = {"TaskCount": 1}
        names.append(name)

    (finding,) = refusal(aws, changed(app, tmp_path, change)).findings
    assert str(finding) == (
        f"{SERVICE}/{names[0]} (AWS::Events::Rule): the property Targets[0].EcsParameters"
    )


def test_all_findings_are_told_at_once(aws: AWS, app: Path, tmp_path: Path) -> None:
    def change(resources: Resources) -> None:
        resources["Pipe"] = {"Type": "AWS::Pipes::Pipe"}
        one_of(resources, "AWS::SQS::Queue")[1]["Color"] = "blue"
        one_of(resources, "AWS::ApiGateway::RestApi")[1]["Body"] = {"openapi": "3.0.0"}

    refused = refusal(aws, changed(app, tmp_path, change))
    assert sorted(each.property for each in refused.findings) == ["", "Body", "Color"]


@pytest.mark.parametrize(
    ("condition", "found"), [("Here", ["Integration.CacheNamespace"]), ("Elsewhere", [])]
)
def test_only_the_branch_that_will_be_used_is_checked(
    aws: AWS, app: Path, tmp_path: Path, condition: str, found: list[str]
) -> None:
    def change(resources: Resources) -> None:
        _, method = one_of(resources, "AWS::ApiGateway::Method")
        plain = method["Integration"]
        method["Integration"] = {"Fn::If": [condition, {**plain, "CacheNamespace": "jobs"}, plain]}

    assembly = changed(app, tmp_path, change)
    if found:
        assert [finding.property for finding in refusal(aws, assembly).findings] == found
    else:
        provision(load(assembly), client=aws)
