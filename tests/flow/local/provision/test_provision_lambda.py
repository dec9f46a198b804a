import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from moto.awslambda.models import lambda_backends

from local.assembly import load
from local.assembly.errors import UnknownAsset
from local.provision import provision
from local.provision.errors import Unsupported
from tests.flow.local.provision.conftest import AWS, Deploy
from tests.unit.local.assembly.written import ASSET_BUCKET, write_assembly

ASSETS = {
    "code": {
        "functions/thumbnail/handler.py": "def handle(event, context): ...",
        "functions/thumbnail/a.txt": "a",
    },
    "layer": {"python/functions/offload/job.py": "x = 1"},
}
BUCKET = {"Fn::Sub": ASSET_BUCKET}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}
LAYER = {
    "Type": "AWS::Lambda::LayerVersion",
    "Properties": {
        "Content": {"S3Bucket": BUCKET, "S3Key": "layer.zip"},
        "CompatibleRuntimes": ["python3.13"],
        "CompatibleArchitectures": ["arm64"],
    },
}


def a_function(**properties: Any) -> dict[str, Any]:
    required = {
        "Code": {"S3Bucket": BUCKET, "S3Key": "code.zip"},
        "Handler": "functions.thumbnail.handler.handle",
        "Role": {"Fn::GetAtt": ["Role", "Arn"]},
        "Runtime": "python3.13",
    }
    return {"Type": "AWS::Lambda::Function", "Properties": {**required, **properties}}


def test_a_function_has_the_configuration_of_its_template(aws: AWS, deploy: Deploy) -> None:
    function = a_function(
        FunctionName="thumbnail",
        Architectures=["arm64"],
        Environment={"Variables": {"STAGE": "dev", "ATTEMPTS": 3, "STRICT": True}},
        Layers=[{"Ref": "Layer"}],
        MemorySize=1769,
        Timeout=60,
        TracingConfig={"Mode": "Active"},
        ReservedConcurrentExecutions=5,
        Tags=[{"Key": "stage", "Value": "dev"}],
        LoggingConfig={"LogGroup": "/offload/dev/thumbnail"},
        DeadLetterConfig={"TargetArn": "arn:aws:sqs:us-east-1:123456789012:dead"},
    )
    deploy({"Role": ROLE, "Layer": LAYER, "F": function}, assets=ASSETS)
    found = aws("lambda").get_function(FunctionName="thumbnail")
    configuration = found["Configuration"]
    assert configuration["Handler"] == "functions.thumbnail.handler.handle"
    assert (configuration["MemorySize"], configuration["Timeout"]) == (1769, 60)
    assert configuration["Environment"]["Variables"] == {"STAGE": "dev", "ATTEMPTS": "3", "STRICT": "true"}
    assert configuration["Architectures"] == ["arm64"]
    assert configuration["TracingConfig"] == {"Mode": "Active"}
    assert configuration["LoggingConfig"]["LogGroup"] == "/offload/dev/thumbnail"
    assert configuration["DeadLetterConfig"]["TargetArn"].endswith(":dead")
    assert [layer["Arn"] for layer in configuration["Layers"]] == [
        "arn:aws:lambda:us-east-1:123456789012:layer:App-Layer:1"
    ]
    assert found["Tags"] == {"stage": "dev"}
    assert found["Concurrency"] == {"ReservedConcurrentExecutions": 5}


def test_code_and_layer_are_the_archives_of_their_assets(aws: AWS, deploy: Deploy) -> None:
    deploy({"Role": ROLE, "Layer": LAYER, "F": a_function(Layers=[{"Ref": "Layer"}])}, assets=ASSETS)
    backend = lambda_backends["123456789012"]["us-east-1"]
    layer = backend.layers_versions_by_arn("arn:aws:lambda:us-east-1:123456789012:layer:App-Layer:1")
    assert layer is not None
    for held, files in ((backend.get_function("App-F").code_bytes, "code"), (layer.code_bytes, "layer")):
        with zipfile.ZipFile(io.BytesIO(held)) as archive:
            assert {name: archive.read(name).decode() for name in archive.namelist()} == ASSETS[files]


def test_the_same_code_has_the_same_digest_whenever_it_was_written(aws: AWS, tmp_path: Path) -> None:
    assets = {"old": ASSETS["code"], "new": ASSETS["code"]}
    functions = {
        digest: a_function(Code={"S3Bucket": BUCKET, "S3Key": f"{digest}.zip"}) for digest in ("old", "new")
    }
    long_ago = write_assembly(
        tmp_path / "old", {"App": {"Resources": {"Role": ROLE, **functions}}}, assets=assets
    )
    for file in (long_ago / "asset.old").rglob("*.*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    provision(load(long_ago), client=aws)
    found = aws("lambda").list_functions()["Functions"]
    assert len(found) == 2
    assert len({each["CodeSha256"] for each in found}) == 1


def test_code_that_the_assembly_does_not_publish_is_an_error(deploy: Deploy) -> None:
    lost = a_function(Code={"S3Bucket": BUCKET, "S3Key": "lost.zip"})
    with pytest.raises(
        UnknownAsset, match=r"App/F: the assembly publishes nothing as s3://cdk-assets-.*/lost\.zip"
    ):
        deploy({"Role": ROLE, "F": lost}, assets=ASSETS)


def test_a_permission_stands_in_the_functions_policy(aws: AWS, deploy: Deploy) -> None:
    permission: dict[str, Any] = {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Fn::GetAtt": ["F", "Arn"]},
            "Principal": "events.amazonaws.com",
            "SourceArn": "arn:aws:events:us-east-1:123456789012:rule/tick",
        },
    }
    deploy({"Role": ROLE, "F": a_function(), "Allow": permission}, assets=ASSETS)
    (statement,) = json.loads(aws("lambda").get_policy(FunctionName="App-F")["Policy"])["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Condition"]["ArnLike"] == {"AWS:SourceArn": permission["Properties"]["SourceArn"]}


def test_a_queue_feeds_a_function_as_its_mapping_says(aws: AWS, deploy: Deploy) -> None:
    mapping: dict[str, Any] = {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {
            "EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]},
            "FunctionName": {"Ref": "F"},
            "BatchSize": 20,
            "MaximumBatchingWindowInSeconds": 5,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ScalingConfig": {"MaximumConcurrency": 10},
            "FilterCriteria": {"Filters": [{"Pattern": '{"body":{"kind":["submission"]}}'}]},
            "Enabled": False,
        },
    }
    queue = {"Type": "AWS::SQS::Queue"}
    deploy({"Role": ROLE, "F": a_function(), "Queue": queue, "Mapping": mapping}, assets=ASSETS)
    (found,) = aws("lambda").list_event_source_mappings()["EventSourceMappings"]
    assert found["FunctionArn"].endswith(":function:App-F")
    assert found["State"] == "Disabled"
    named = (
        "BatchSize",
        "MaximumBatchingWindowInSeconds",
        "FunctionResponseTypes",
        "ScalingConfig",
        "FilterCriteria",
    )
    assert {name: found[name] for name in named} == {name: mapping["Properties"][name] for name in named}


def test_asynchronous_invocations_have_their_retries_and_destinations(aws: AWS, deploy: Deploy) -> None:
    config = {
        "Type": "AWS::Lambda::EventInvokeConfig",
        "Properties": {
            "FunctionName": {"Ref": "F"},
            "Qualifier": "$LATEST",
            "MaximumRetryAttempts": 1,
            "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["Queue", "Arn"]}}},
        },
    }
    queue = {"Type": "AWS::SQS::Queue"}
    deploy({"Role": ROLE, "F": a_function(), "Queue": queue, "Config": config}, assets=ASSETS)
    found = aws("lambda").get_function_event_invoke_config(FunctionName="App-F")
    assert found["MaximumRetryAttempts"] == 1
    assert found["DestinationConfig"]["OnFailure"]["Destination"].endswith(":App-Queue")


def test_logs_as_json_are_refused_by_name(deploy: Deploy) -> None:
    with pytest.raises(Unsupported) as refused:
        deploy({"Role": ROLE, "F": a_function(LoggingConfig={"LogFormat": "JSON"})}, assets=ASSETS)
    assert "App/F" in str(refused.value)
    assert "LoggingConfig.LogFormat" in str(refused.value)
