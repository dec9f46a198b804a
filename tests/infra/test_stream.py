"""A stream: what is put on it, what becomes of what fails, and who is told."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from infra.constructs.api.stream_templates import acceptance_template, record_template, refusal_template
from infra.settings import make_settings
from infra.workload.endpoints import Endpoints, Route
from infra.workload.errors import CatalogError
from infra.workload.stream import Stream
from infra.workload.workload import Workload, check_catalog
from local.gateway.vtl.functions import InputVariable, Utilities
from local.gateway.vtl.java import JavaMap, to_python
from local.gateway.vtl.template import Template as Velocity
from tests.infra.synthesis import synthesize
from tests.infra.template import Properties, Template, named, plain
from tests.infra.test_api import routes


class Sample(BaseModel):
    sensor: str
    value: float
    unit: str | None = None


def _entry(**changes: Any) -> Stream:
    return Stream(
        **{"name": "samples", "path": "/samples", "contract": Sample, "keyed_by": "sensor", **changes}
    )


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Template:
    # The folder is one that is there.
    entry = _entry(
        module="handler", shards=3, parallelism=4, retries=7, retention_hours=48, behind_seconds=90
    )
    workload = Workload(name="telemetry", parts=(entry,))
    return synthesize(tmp_path_factory.mktemp("stream"), catalog=[workload]).service


def _mapping(service: Template) -> tuple[str, Properties]:
    streams = service.of_type("AWS::Kinesis::Stream")
    ((name, mapping),) = [
        (name, mapping)
        for name, mapping in service.of_type("AWS::Lambda::EventSourceMapping").items()
        if mapping["EventSourceArn"].get("Fn::GetAtt", [""])[0] in streams
    ]
    return name, mapping


def test_a_stream_is_encrypted_and_as_large_and_lasting_as_its_entry_says(service: Template) -> None:
    stream = service.only("AWS::Kinesis::Stream")
    assert stream["Name"] == "offload-dev-telemetry-samples"
    assert (stream["ShardCount"], stream["RetentionPeriodHours"]) == (3, 48)
    assert stream["StreamEncryption"] == {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}


def test_what_fails_is_halved_tried_and_stored_and_no_shard_runs_more_than_allowed(service: Template) -> None:
    _, mapping = _mapping(service)
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert (mapping["MaximumRetryAttempts"], mapping["MaximumRecordAgeInSeconds"]) == (7, 43_200)
    assert mapping["ParallelizationFactor"] == 4
    assert "GetAttPayloads" in json.dumps(mapping["DestinationConfig"]["OnFailure"]["Destination"])


def test_people_are_told_of_what_is_refused_late_or_given_up(service: Template) -> None:
    name, mapping = _mapping(service)
    (stream,) = service.of_type("AWS::Kinesis::Stream")
    alarms = {
        alarm["AlarmName"]: (alarm["MetricName"], plain(alarm["Dimensions"][0]["Value"]), alarm["Threshold"])
        for alarm in service.of_type("AWS::CloudWatch::Alarm").values()
        if "-samples-" in alarm["AlarmName"]
    }
    function = named(mapping["FunctionName"])
    assert alarms == {
        "offload-dev-telemetry-samples-full": ("WriteProvisionedThroughputExceeded", stream, 0),
        "offload-dev-telemetry-samples-lag": ("IteratorAge", function, 90_000),
        "offload-dev-telemetry-samples-discarded": ("OnFailureDestinationDeliveredEventCount", name, 0),
        "offload-dev-telemetry-samples-errors": ("Errors", function, 0),
    }
    assert mapping["MetricsConfig"] == {"Metrics": ["EventCount"]}, "without which there is no such metric"


def test_a_stream_has_its_row_on_the_dashboard(service: Template) -> None:
    board = json.dumps(service.only("AWS::CloudWatch::Dashboard")["DashboardBody"])
    for told in ("records taken", "age of what is worked on", "refused for want of room"):
        assert f"telemetry-samples: {told}" in board


def test_the_api_may_put_records_on_the_stream_and_do_nothing_else(service: Template) -> None:
    method = routes(service)["POST /samples"]
    assert plain(method["Integration"]["Uri"]).endswith(":kinesis:action/PutRecord")
    role = named(method["Integration"]["Credentials"])
    statements = [
        statement
        for policy in service.of_type("AWS::IAM::Policy").values()
        if {"Ref": role} in policy["Roles"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    [statement] = statements
    assert statement["Action"] == "kinesis:PutRecord"
    assert plain(statement["Resource"]).endswith(":stream/offload-dev-telemetry-samples")


def _render(template: str, body: str, **context: Any) -> tuple[str, Any]:
    variables = JavaMap({"responseOverride": {"header": {}}, **context})
    given = {"context": variables, "input": InputVariable(body, {}, {}, {}), "util": Utilities()}
    return Velocity(template).render(given), to_python(variables.get("responseOverride"))


@pytest.mark.parametrize(
    ("settings", "owner"), [({}, "AROAROLE"), ({"owner": "session"}, "AROAROLE:ann@example.com")]
)
def test_a_record_is_the_body_as_it_came_with_its_owner_and_its_instant(
    settings: dict[str, object], owner: str
) -> None:
    body = '{"sensor": "s-1", "value": 1.0, "value": 2.50}'
    text, _ = _render(
        record_template(make_settings("dev", settings), _entry(), "the-stream"),
        body,
        identity={"user": "AROAROLE:ann@example.com"},
        requestTimeEpoch=1_795_000_000_123,
    )
    call = json.loads(text)
    assert (call["StreamName"], call["PartitionKey"]) == ("the-stream", f"{owner}/s-1")
    record = base64.b64decode(call["Data"]).decode()
    assert record == f'{{"body":{body},"owner":"{owner}","accepted_at":1795000000123}}'


def test_the_answer_says_where_the_record_is() -> None:
    text, _ = _render(acceptance_template(), '{"ShardId":"shardId-0","SequenceNumber":"495"}')
    assert json.loads(text) == {"shard": "shardId-0", "sequence_number": "495"}


@pytest.mark.parametrize(
    ("kind", "status", "header"),
    [
        ("ProvisionedThroughputExceededException", 429, {"Retry-After": "1"}),
        ("com.amazonaws.kinesis#LimitExceededException", 429, {"Retry-After": "1"}),
        ("ValidationException", 413, {}),
        ("InvalidArgumentException", 413, {}),
        ("AccessDeniedException", 503, {"Retry-After": "5"}),
        ("ResourceNotFoundException", 503, {"Retry-After": "5"}),
    ],
)
def test_a_refusal_is_the_callers_only_where_the_caller_can_mend_it(
    kind: str, status: int, header: dict[str, str]
) -> None:
    text, override = _render(refusal_template(), json.dumps({"__type": kind, "message": "no"}))
    assert json.loads(text)["status"] == status
    assert override == {"status": status, "header": header}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Samples"}, "a name is 1 to 20"),
        ({"path": "samples"}, "a path is like /telemetry, not 'samples'"),
        ({"path": "/jobs/samples"}, "the kit has the path '/jobs/samples' for itself"),
        ({"keyed_by": "value"}, "'value', not a required string"),
        ({"keyed_by": "unit"}, "'unit', not a required string"),
        ({"shards": 0}, "shards is 1 to 500, not 0"),
        ({"retries": -1}, "retries is 0 to 10000, not -1"),
        ({"max_age_seconds": 59}, "max_age_seconds is 60 to 604800, not 59"),
    ],
)
def test_a_wrong_entry_is_told_in_a_sentence(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(CatalogError, match="Stream ") as refused:
        _entry(**changes)
    assert words in str(refused.value)


def test_a_stream_and_a_route_cannot_have_one_method_and_path() -> None:
    endpoints = Endpoints(module="endpoints", routes=(Route(method="POST", path="/samples"),))
    workload = Workload(name="telemetry", parts=(_entry(module="handler"), endpoints))
    with pytest.raises(CatalogError, match="route 'POST /samples': it is in the catalog 2 times"):
        check_catalog([workload])


def test_a_stream_whose_code_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"there is no functions/telemetry/samples\.py"):
        check_catalog([Workload(name="telemetry", parts=(_entry(),))])
