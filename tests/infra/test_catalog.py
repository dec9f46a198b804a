"""The catalog: everything follows from an entry, and a wrong entry is told in a sentence."""

import ast
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from infra.catalog import CATALOG
from infra.workload.consumers import InnerQueue, Pattern, Subscriber
from infra.workload.endpoints import Endpoints, Route
from infra.workload.errors import CatalogError
from infra.workload.job_types import Step, WorkerType, WorkflowType
from infra.workload.schedule import Schedule
from infra.workload.silence_alarm import SilenceAlarm
from infra.workload.workload import Workload, check_catalog
from tests.infra.synthesis import ROOT, synthesize, synthesize_kit

WORKLOADS = {workload.name: workload for workload in CATALOG}


class Note(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    page: int
    folder: str | None = None


@pytest.mark.parametrize("removed", WORKLOADS)
def test_a_workload_is_removed_by_deleting_its_folder_and_its_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, removed: str
) -> None:
    for module in [name for name in sys.modules if f"{name}.".startswith(f"functions.{removed}.")]:
        monkeypatch.setitem(sys.modules, module, None)  # as if the folder were not there
    source = ROOT / "infra" / "catalog.py"
    left: dict[str, Any] = {}
    exec(_without(source.read_text(), removed), left)
    assert [workload.name for workload in left["CATALOG"]] == [name for name in WORKLOADS if name != removed]

    # The other workloads' stacks are what they were: only these two know of it.
    synthesize_kit(tmp_path, left["CATALOG"])
    text = "".join(path.read_text() for path in tmp_path.glob("*.template.json"))
    for queue, _ in WORKLOADS[removed].queues():
        assert f'offload-dev-{queue}"' not in text
    assert f"{WORKLOADS[removed].camel_name}Table" not in text


@pytest.mark.parametrize("removed", WORKLOADS)
def test_nothing_but_its_entry_knows_a_workload(removed: str) -> None:
    knowing = [
        path
        for folder in ("infra", "functions")
        for path in (ROOT / folder).rglob("*.py")
        if f"functions.{removed}." in path.read_text()
        and not path.is_relative_to(ROOT / "functions" / removed)
    ]
    assert knowing == [ROOT / "infra" / "catalog.py"]


def _without(catalog: str, workload: str) -> str:
    """Return the catalog's source without an entry, and without the imports from its folder."""
    lines = catalog.splitlines(keepends=True)
    gone: set[int] = set()
    for node in ast.walk(ast.parse(catalog)):
        match node:
            case ast.ImportFrom(module=str(module)) if module.startswith(f"functions.{workload}."):
                pass
            case ast.Call(func=ast.Name("Workload"), keywords=[ast.keyword("name", ast.Constant(name)), *_]):
                if name != workload:
                    continue
            case _:
                continue
        gone.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return "".join(line for number, line in enumerate(lines, 1) if number not in gone)


def test_without_a_workflow_there_is_nothing_to_settle(tmp_path: Path) -> None:
    service = synthesize(tmp_path, catalog=[WORKLOADS["thumbnail"]]).service
    assert not service.of_type("AWS::StepFunctions::StateMachine")
    names = {function["FunctionName"] for function in service.of_type("AWS::Lambda::Function").values()}
    assert "offload-dev-settle" not in names
    assert "offload-dev-sweep" in names


def test_an_ordered_worker_has_fifo_queues_and_takes_one_message_at_a_time(tmp_path: Path) -> None:
    ordered = WorkerType(name="thumbnail", contract=Note, ordered_by="text", batch_size=1)
    service = synthesize(tmp_path, catalog=[Workload(name="thumbnail", parts=(ordered,))]).service
    for name in ("thumbnail.fifo", "thumbnail-dlq.fifo"):
        queue = service.only("AWS::SQS::Queue", QueueName=f"offload-dev-{name}")
        assert queue["FifoThroughputLimit"] == "perMessageGroupId"
    assert 1 in [m["BatchSize"] for m in service.of_type("AWS::Lambda::EventSourceMapping").values()]


def _worker(**changes: Any) -> WorkerType:
    return WorkerType(**{"name": "note", "contract": Note, **changes})


def _workflow(**changes: Any) -> WorkflowType:
    return WorkflowType(**{"name": "note", "contract": Note, "steps": (Step(name="write"),), **changes})


@pytest.mark.parametrize(
    ("make", "changes", "words"),
    [
        (
            _workflow,
            {"ordered_by": "text"},
            "'note': a workflow cannot be ordered: its starter does not wait",
        ),
        (_workflow, {"steps": ()}, "at least one step"),
        (_workflow, {"steps": (Step(name="write"), Step(name="write"))}, "each step is named once"),
        (_worker, {"ordered_by": "folder", "batch_size": 1}, "'folder', not a required string or integer"),
        (_worker, {"ordered_by": "author", "batch_size": 1}, "'author', not a required string or integer"),
        (_worker, {"ordered_by": "text", "batch_size": 2}, "an ordered type has batch_size 1"),
        (_worker, {"name": "intake"}, "the kit has that name for itself"),
        (_worker, {"name": "Note"}, "lower-case letters"),
        (_worker, {"name": "n" * 27}, "1 to 26"),
        (_worker, {"attempts": 0}, "attempts is 1 to 50, not 0"),
        (_worker, {"max_concurrency": 1}, "max_concurrency is 2 to 1000, not 1"),
        (_worker, {"timeout_seconds": 901}, "timeout_seconds is 1 to 900, not 901"),
        (_worker, {"batch_size": 11}, "batch_size is 1 to 10, not 11"),
        (_worker, {"backoff_base_seconds": 301}, "backoff_base_seconds is 1 to 300, not 301"),
    ],
)
def test_a_wrong_entry_says_what_to_change(make: Any, changes: dict[str, object], words: str) -> None:
    with pytest.raises(CatalogError, match=words):
        make(**changes)


def test_a_step_s_name_must_leave_room_for_stage_and_workflow() -> None:
    with pytest.raises(CatalogError, match="'reserve_inventory': a name is 1 to 12"):
        Step(name="reserve_inventory")


def _workload(name: str = "note", **parts: Any) -> Workload:
    return Workload(**{"name": name, "parts": (_worker(),), **parts})


@pytest.mark.parametrize(
    ("catalog", "words"),
    [
        (lambda: [_workload(), _workload()], "workload 'note': it is in the catalog 2 times"),
        (lambda: [_workload(), _workload("paper")], "job type 'note': it is in the catalog 2 times"),
        (lambda: [_workload()], "workload 'note': there is no functions/note/handler.py"),
        (lambda: [_workload("publisher")], "workload 'publisher': the kit has that name for itself"),
        (lambda: [_workload("Note")], "workload 'Note': a name is 1 to 26 lower-case"),
        (
            lambda: [_workload(parts=(Schedule(name="often", submits="letter", expression="rate(1 day)"),))],
            "the schedule 'often' submits 'letter', which is none of its job types",
        ),
        (
            lambda: [Schedule(name="often", submits="note", expression="daily")],
            "the expression is cron",
        ),
        (
            lambda: [InnerQueue(name="pages", fifo=True)],
            "InnerQueue 'pages': a FIFO queue has batch_size 1",
        ),
        (lambda: [InnerQueue(name="pages", attempts=0)], "attempts is 1 to 100, not 0"),
        (
            lambda: [Subscriber(name="ear", pattern=Pattern(source=("shop",)), fifo=True, batch_size=1)],
            "Subscriber 'ear': EventBridge gives a FIFO queue no order",
        ),
        (
            lambda: [SilenceAlarm(name="quiet", metric="Made", service="note", hours=169, text="")],
            "silence alarm 'quiet': hours is 2 to 168, not 169",
        ),
        (lambda: [Route(method="GET", path="/jobs/mine")], "the kit has that path for itself"),
        (lambda: [Route(method="GET", path="notes")], "a path is like"),
        (lambda: [Endpoints(module="read", routes=())], "there is at least one route"),
    ],
)
def test_a_wrong_catalog_says_what_to_change(catalog: Callable[[], list[Workload]], words: str) -> None:
    with pytest.raises(CatalogError, match=words):
        check_catalog(catalog())


def test_an_integer_can_order_jobs_too() -> None:
    assert _worker(ordered_by="page", batch_size=1).ordered
