"""A sample's file: what it may say, and how it is told what it may not."""

import json
from pathlib import Path

import pytest
from pydantic import JsonValue

from local.cli.samples import InvalidSample, Sample, read_samples
from local.cli.samples.steps import Await, Drained, Events, Request, Submit, Upload

SAMPLES = Path(__file__).parents[4] / "events" / "samples"
ORDER: dict[str, JsonValue] = {"submit": "order", "payload": {"items": []}}


def read(folder: Path, sample: JsonValue) -> Sample:
    """Read one sample from a file."""
    (folder / "1-it.json").write_text(json.dumps(sample))
    (read,) = read_samples(folder)
    return read


def refusal(folder: Path, sample: JsonValue) -> str:
    """Return why a sample is refused, without the name of its file."""
    with pytest.raises(InvalidSample) as refused:
        read(folder, sample)
    return str(refused.value).replace(f"{folder / '1-it.json'}: ", "")


def refusal_of(folder: Path, *steps: JsonValue) -> str:
    return refusal(folder, {"title": "It", "steps": [*steps]})


def test_the_samples_here_are_all_read() -> None:
    assert [sample.name for sample in read_samples(SAMPLES)] == sorted(
        path.stem for path in SAMPLES.glob("*.json")
    )


def test_a_job_without_steps_is_a_sample_of_one_step(tmp_path: Path) -> None:
    sample = read(tmp_path, {"title": "It", "type": "order", "payload": {}, "expect": "FAILED"})
    assert sample.steps == (Submit(submit="order", payload={}, expect="FAILED"),)
    assert sample.job is sample.steps[0]


def test_a_sample_of_several_steps_is_no_single_job(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")
    sample = read(
        tmp_path,
        {
            "title": "It",
            "steps": [
                {"upload": "letter.txt", "as": "bob", "capture": {"letter": "key"}},
                {"submit": "order", "payload": {"letter": "${letter}"}, "capture": {"order": "id"}},
                {"request": "GET /jobs/${order}", "within": 5, "expect": 200},
                {"await": "${order}"},
                {"events": [{"source": "shop", "detail-type": "Sold", "detail": {}}], "bus": "default"},
                {"drained": "report-sales"},
            ],
        },
    )
    kinds = [type(step) for step in sample.steps]
    assert kinds == [Upload, Submit, Request, Await, Events, Drained]
    assert sample.job is None
    assert isinstance(sample.steps[0], Upload)
    assert (sample.steps[0].upload, sample.steps[0].user) == (tmp_path / "letter.txt", "bob")


def test_events_are_read_from_the_lines_of_a_file(tmp_path: Path) -> None:
    event = {"source": "shop", "detail-type": "Sold", "detail": {"sku": "MUG"}}
    (tmp_path / "sold.jsonl").write_text(f"{json.dumps(event)}\n\n{json.dumps(event)}\n")
    (step,) = read(tmp_path, {"title": "It", "steps": [{"events": "sold.jsonl"}]}).steps
    assert isinstance(step, Events)
    assert [one.detail for one in step.events] == [{"sku": "MUG"}] * 2


def test_what_is_missing_in_a_single_job_is_told_by_the_name_it_has_there(tmp_path: Path) -> None:
    said = refusal(tmp_path, {"title": "It", "expect": "DONE"}).splitlines()
    assert said == [
        "expect: Input should be 'PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED' or 'CANCELLED'",
        "type: Input should be a valid string",
        "payload: Field required",
    ]


def test_a_step_has_one_verb(tmp_path: Path) -> None:
    verbs = "A step has exactly one of: upload, submit, await, request, events, drained"
    assert refusal_of(tmp_path, {"call": "GET /jobs"}) == f"steps.0: {verbs}"
    assert refusal_of(tmp_path, ORDER, {**ORDER, "request": "GET /"}) == f"steps.1: {verbs}"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({**ORDER, "as": "mallory"}, "steps.0.as: there is no user mallory; there are: alice, bob"),
        ({**ORDER, "result": 1}, "steps.0.result: Extra inputs are not permitted"),
        ({"upload": "no.jpg"}, "steps.0.upload: there is no file no.jpg beside the sample"),
        ({"request": "LOOK /jobs"}, "steps.0.request: String should match pattern"),
        ({"request": "POST /x", "within": 1}, "steps.0: within is for GET: no other request is repeated"),
        ({"request": "GET /x", "keep": "../x"}, "steps.0.keep: String should match pattern"),
        ({"events": "no.jsonl"}, "steps.0.events: there is no file no.jsonl beside the sample"),
        ({"events": [{"source": "shop"}]}, "steps.0.events.0.detail-type: Field required"),
    ],
)
def test_what_a_step_may_not_say_is_told_with_its_place(tmp_path: Path, step: JsonValue, said: str) -> None:
    assert refusal_of(tmp_path, step).startswith(said)


def test_a_reference_has_to_be_captured_before(tmp_path: Path) -> None:
    said = refusal_of(tmp_path, {"await": "${order}"}, {**ORDER, "capture": {"order": "id"}})
    assert said.startswith("steps.0 refers to order, which no step before it captures (given are alice, bob")


def test_what_is_given_cannot_be_captured(tmp_path: Path) -> None:
    said = refusal_of(tmp_path, {**ORDER, "capture": {"outside": "id"}})
    assert said == "steps.0 captures outside, which is given already"


def test_a_file_that_is_no_json_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "1-it.json").write_text("{")
    with pytest.raises(InvalidSample, match=r"1-it\.json: Invalid JSON"):
        read_samples(tmp_path)
