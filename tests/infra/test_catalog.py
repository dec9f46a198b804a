"""The catalog: everything follows from an entry, and a wrong entry is told in a sentence."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from infra.catalog import CATALOG
from infra.job_types import CatalogError, Step, WorkerType, WorkflowType, check_catalog
from tests.infra.synthesis import synthesize

THUMBNAIL, ORDER = CATALOG


class Note(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    page: int
    folder: str | None = None


def test_the_catalog_has_a_worker_and_a_workflow() -> None:
    assert isinstance(THUMBNAIL, WorkerType)
    assert isinstance(ORDER, WorkflowType)


@pytest.mark.parametrize("removed", ["thumbnail", "order"])
def test_an_entry_removed_takes_everything_of_its_own_with_it(tmp_path: Path, removed: str) -> None:
    catalog = [job_type for job_type in CATALOG if job_type.name != removed]
    stage = synthesize(tmp_path, catalog=catalog)
    left = (tmp_path / "Offload-dev.template.json").read_text() + (
        tmp_path / "Offload-dev-Data.template.json"
    ).read_text()
    assert f"offload-dev-{removed}" not in left
    (kept,) = (job_type.name for job_type in catalog)
    assert stage.service.only("AWS::SQS::Queue", QueueName=f"offload-dev-{kept}")


def test_without_a_workflow_there_is_nothing_to_settle(tmp_path: Path) -> None:
    service = synthesize(tmp_path, catalog=[THUMBNAIL]).service
    assert not service.of_type("AWS::StepFunctions::StateMachine")
    names = {function["FunctionName"] for function in service.of_type("AWS::Lambda::Function").values()}
    assert "offload-dev-settle" not in names
    assert "offload-dev-sweep" in names


def test_an_ordered_worker_has_fifo_queues_and_takes_one_message_at_a_time(tmp_path: Path) -> None:
    ordered = WorkerType(name="thumbnail", contract=Note, ordered_by="text", batch_size=1)
    service = synthesize(tmp_path, catalog=[ordered]).service
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


def test_two_entries_of_one_name_are_refused() -> None:
    with pytest.raises(CatalogError, match="'note': it is in the catalog 2 times"):
        check_catalog([_worker(), _workflow()])


def test_an_integer_can_order_jobs_too() -> None:
    assert _worker(ordered_by="page", batch_size=1).ordered
