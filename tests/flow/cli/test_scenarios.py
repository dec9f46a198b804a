"""Samples of several steps, done by `make run`."""

import json
from pathlib import Path

import pytest
from pydantic import JsonValue

from tests.flow.cli.running import SAMPLES, Ended, Running

ORDER = json.loads((SAMPLES / "4-order.json").read_text())["payload"]

SCENARIOS: dict[str, JsonValue] = {
    "1-many-steps": {
        "title": "Many steps",
        "steps": [
            {"upload": "photo.txt", "as": "bob", "capture": {"photo": "key"}},
            {
                "submit": "thumbnail",
                "payload": {"image": "${photo}", "sizes": [{"width": 64, "height": 64}]},
                "as": "bob",
                "key": "a-photo",
                "expect": "FAILED",
                "expect_error": "NotAnImage",
            },
            {"submit": "order", "payload": ORDER, "expect": "PENDING", "capture": {"order": "id"}},
            {"request": "GET /jobs/${order}", "as": "bob", "expect": 404},
            {
                "request": "GET /jobs/${order}",
                "within": 60,
                "expect_answer": {"status": "SUCCEEDED", "id": "${order}"},
                "keep": "order.json",
            },
            {"await": "${order}", "expect_result": {"currency": "EUR"}, "capture": {"result": "result"}},
            {"request": "POST ${outside}/hooks/${bob}", "body": {"result": "${result}", "at": "${now}"}},
            {
                "request": "GET ${outside}/received/hooks/${bob}",
                "expect_answer": {"count": 1, "requests": [{"json": {"result": "${result}"}}]},
            },
            {"events": "sold.jsonl", "bus": "default"},
            {"drained": "order"},
        ],
    },
    "2-goes-wrong": {
        "title": "Goes wrong",
        "steps": [
            {"request": "GET /jobs", "as": "bob", "expect_answer": {"jobs": [{"status": "SUCCEEDED"}]}},
            {"submit": "order", "payload": ORDER},
        ],
    },
    "3-is-refused": {"title": "Is refused", "type": "order", "payload": {}},
    "4-is-done-all-the-same": {
        "title": "Is done all the same",
        "steps": [{"request": "GET ${outside}/feeds/crm", "keep": "page.json"}],
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the scenarios are done."""
    return tmp_path_factory.mktemp("scenarios")


@pytest.fixture(scope="module")
def once(folder: Path, assembly: Path) -> Ended:
    """`make run ONCE=1` with the scenarios, ended."""
    samples = folder / "samples"
    (samples / "outside").mkdir(parents=True)
    for name, scenario in SCENARIOS.items():
        (samples / f"{name}.json").write_text(json.dumps(scenario))
    (samples / "photo.txt").write_text("Dear Sir")
    (samples / "outside" / "crm.jsonl").write_text('{"key": "a"}\n')
    event = {"source": "shop", "detail-type": "Sold", "detail": {"sku": "MUG"}}
    (samples / "sold.jsonl").write_text(f"{json.dumps(event)}\n" * 12)
    return Running(folder, assembly, "--once", samples=samples).end()


def test_each_step_is_shown(once: Ended) -> None:
    shown = once.output.partition("Many steps\n")[2].partition("\n\n")[0]
    assert "  photo.txt uploaded as bob, 8 bytes\n" in shown
    assert "  NotAnImage: " in shown
    assert " as bob → 404 " in shown
    assert "  12 events put on default" in shown
    assert "  offload-dev-order drained" in shown


def test_what_was_kept_lies_in_the_folder_of_the_sample(once: Ended, folder: Path) -> None:
    assert json.loads((folder / "out/1-many-steps/order.json").read_text())["status"] == "SUCCEEDED", once
    page = {"changes": [{"key": "a"}], "cursor": "1", "more": False}
    assert json.loads((folder / "out/4-is-done-all-the-same/page.json").read_text()) == page


def test_a_sample_ends_with_the_step_that_goes_wrong_and_the_next_one_is_done(once: Ended) -> None:
    assert once.code == 1
    shown = once.output.partition("Goes wrong\n")[2].partition("\n\n")[0].splitlines()
    assert len(shown) == 2
    assert shown[1].startswith('  jobs has no {"status": "SUCCEEDED"} here: [{"id": "thumbnail.a-photo"')
    assert "  400 Bad Request: " in once.output
    assert "2 of 4 samples went as they should." in once.output
