"""Events: what the publisher is fed with, what the submitter knows, and who may send to it."""

import json
from typing import Any

import pytest

from functions.thumbnail.contract import Thumbnail
from infra.catalog import CATALOG
from infra.draft4 import draft4_schema
from infra.workload.errors import CatalogError
from infra.workload.job_types import WorkerType
from infra.workload.schedule import Schedule
from infra.workload.workload import Workload
from local.moto_fixes.awslambda.filter_pattern import FilterPattern
from tests.infra.synthesis import Synthesis
from tests.infra.template import Template, named

FUNCTION = "AWS::Lambda::Function"


def _passes(service: Template, record: dict[str, Any]) -> bool:
    (mapping,) = (
        mapping
        for mapping in service.of_type("AWS::Lambda::EventSourceMapping").values()
        if mapping["FunctionName"] == {"Ref": _logical_id(service, "publisher")}
    )
    patterns = [FilterPattern.read(each["Pattern"]) for each in mapping["FilterCriteria"]["Filters"]]
    return any(pattern.matches(record) for pattern in patterns)


def _logical_id(service: Template, name: str) -> str:
    (found,) = (
        logical_id
        for logical_id, function in service.of_type(FUNCTION).items()
        if function["FunctionName"] == f"offload-dev-{name}"
    )
    return found


@pytest.mark.parametrize(
    ("name", "before", "after", "news"),
    [
        ("INSERT", None, "PENDING", True),
        ("MODIFY", "PENDING", "RUNNING", True),
        ("MODIFY", "PENDING", "CANCELLED", True),
        ("MODIFY", "RUNNING", "SUCCEEDED", True),
        ("MODIFY", "FAILED", "PENDING", True),
        ("MODIFY", "RUNNING", "RUNNING", False),
        ("REMOVE", "SUCCEEDED", None, False),
    ],
)
def test_only_what_may_be_news_invokes_the_publisher(
    service: Template, name: str, before: str | None, after: str | None, news: bool
) -> None:
    change = {
        image: {"status": {"S": status}}
        for image, status in (("OldImage", before), ("NewImage", after))
        if status is not None
    }
    assert _passes(service, {"eventName": name, "dynamodb": change}) is news


def test_the_submitter_knows_the_contract_of_every_type(synthesis: Synthesis) -> None:
    function = synthesis.service.only(FUNCTION, FunctionName="offload-dev-submitter")
    asset = synthesis.outdir / f"asset.{function['Code']['S3Key'].removesuffix('.zip')}"
    known = json.loads((asset / "functions/submitter/job_types.json").read_text())
    assert known == {
        job_type.name: {
            "contract": draft4_schema(job_type.contract),
            "ordered_by": job_type.ordered_by if isinstance(job_type, WorkerType) else None,
        }
        for workload in CATALOG
        for job_type in workload.job_types
    }


def test_only_the_rules_of_schedules_and_of_submissions_may_send_to_the_submitter(service: Template) -> None:
    (queue,) = (
        name
        for name, queue in service.of_type("AWS::SQS::Queue").items()
        if queue["QueueName"] == "offload-dev-submitter"
    )
    allowed = [
        statement
        for policy in service.of_type("AWS::SQS::QueuePolicy").values()
        if [named(each) for each in policy["Queues"]] == [queue]
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert all(statement["Action"] == "sqs:SendMessage" for statement in allowed)
    sources = json.dumps([statement["Condition"]["ArnEquals"]["aws:SourceArn"] for statement in allowed])
    for workload in CATALOG:
        for schedule in workload.of(Schedule):
            assert f"rule/offload-dev-{workload.name}-{schedule.name}" in sources
            service.only("AWS::Events::Rule", Name=f"offload-dev-{workload.name}-{schedule.name}")


@pytest.mark.parametrize(
    ("schedule", "why"),
    [
        ({"submits": "other"}, "none of its job types"),
        ({"payload": {"sizes": []}}, "payload of the schedule"),
        ({"expression": "daily"}, "cron(…) or rate(…)"),
        ({"name": "Each Night"}, "a name is"),
        ({"payload": {"image": "<time>"}}, "between < and >"),
    ],
)
def test_a_schedule_that_could_only_fail_is_refused(schedule: dict[str, Any], why: str) -> None:
    with pytest.raises(CatalogError) as refused:
        Workload(
            name="gallery",
            parts=(
                WorkerType(name="thumbnail", contract=Thumbnail),
                Schedule(
                    **{"name": "nightly", "submits": "thumbnail", "expression": "rate(1 day)", **schedule}
                ),
            ),
        )
    assert why in str(refused.value)
