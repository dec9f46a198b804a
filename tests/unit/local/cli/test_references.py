"""References in a sample's values, and the parts of an answer they are captured from and compared with."""

from datetime import UTC, datetime

import pytest
from pydantic import JsonValue

from local.cli.samples.matching import NoSuchPart, differences, part_of
from local.cli.samples.references import Known, names_in

NOON = datetime(2030, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("${count}", 3),
        ("${order}", {"id": "o.1"}),
        ("/jobs/${id}/${count}", "/jobs/o.1/3"),
        (["${id}", 1, None, {"job": "${id}"}], ["o.1", 1, None, {"job": "o.1"}]),
        ("{id} $id $", "{id} $id $"),
        ("${now}", "2030-01-31T12:00:00.000Z"),
        ("${now-90s}", "2030-01-31T11:58:30.000Z"),
        ("${now+2h}", "2030-01-31T14:00:00.000Z"),
        ("${millis-90s}", 1_896_091_110_000),
        ("from ${today-1d} to ${today+1d}", "from 2030-01-30 to 2030-02-01"),
    ],
)
def test_a_reference_becomes_what_it_stands_for(said: JsonValue, becomes: JsonValue) -> None:
    known = Known({"count": 3, "order": {"id": "o.1"}}, NOON)
    known.learn("id", "o.1")
    assert known.fill(said) == becomes


def test_the_names_that_a_value_refers_to_are_found_wherever_they_stand() -> None:
    value: JsonValue = {"a": ["${one} ${now}", {"b": "x${two}"}], "c": 1}
    assert list(names_in(value)) == ["one", "two"]


@pytest.mark.parametrize(
    ("path", "part"),
    [("jobs.1.id", "b"), ("jobs.0", {"id": "a"}), ("next", None)],
)
def test_a_part_lies_under_names_and_positions(path: str, part: JsonValue) -> None:
    assert part_of({"jobs": [{"id": "a"}, {"id": "b"}], "next": None}, path) == part


@pytest.mark.parametrize("path", ["jobs.1", "job", "jobs.first", "jobs.0.id.x"])
def test_a_part_that_is_not_there_is_told(path: str) -> None:
    with pytest.raises(NoSuchPart, match=f"of {path} in"):
        part_of({"jobs": [{"id": "a"}]}, path)


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": {"b": []}}, {"a": {"b": [], "c": 1}}),
        ([1, 3], [1, 2, 3]),
        ([{"id": "b"}], [{"id": "a"}, {"id": "b", "c": 1}]),
        (2, 2.0),
        (None, None),
    ],
)
def test_an_answer_may_have_more_than_is_expected(expected: JsonValue, answer: JsonValue) -> None:
    assert list(differences(expected, answer)) == []


@pytest.mark.parametrize(
    ("expected", "answer", "said"),
    [
        ({"a": {"b": 1}}, {"a": {}}, "a.b is missing"),
        ({"a": "x"}, {"a": "y"}, 'a is "y", expected was "x"'),
        ([3, 1], [1, 2, 3], "the answer has no 1 here: [1, 2, 3]"),
        ({"a": []}, {"a": [1]}, "a is [1], expected was []"),
        (True, 1, "the answer is 1, expected was true"),
        ({"a": 1}, [], 'the answer is [], expected was {"a": 1}'),
    ],
)
def test_a_difference_is_told_with_its_place(expected: JsonValue, answer: JsonValue, said: str) -> None:
    assert list(differences(expected, answer)) == [said]
