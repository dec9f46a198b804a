"""Which messages a mapping's filters let through to its function; the others are deleted unseen."""

import json
from typing import Any

import pytest

from tests.flow.local.handmade import Handmade

BODIES = """
def handle(event, context):
    for record in event["Records"]:
        print(record["body"])
"""


def passed(handmade: Handmade, patterns: list[Any], *bodies: str, **message: Any) -> list[str]:
    """Send `bodies` through filters; return those the function saw, and see that none is left."""
    queue = handmade.queue("q")
    handmade.function("f", BODIES)
    filters = [{"Pattern": json.dumps(pattern)} for pattern in patterns]
    handmade.feed("f", queue, FilterCriteria={"Filters": filters})
    queue.send(*bodies, **message)
    handmade.stack.settle()
    assert queue.depth() == 0
    return sorted(handmade.printed("f"))


@pytest.mark.parametrize(
    ("rule", "yes", "no"),
    [
        (["b"], ["b"], ["B", 1, None]),
        ([None], [None], ["", "null"]),
        ([""], [""], [None]),
        ([7], [7], ["7", 8, True, 7.0]),  # as written: 7 and 7.0 are not the same
        ([True], [True], [1, "true"]),
        (["b", "c"], ["b", "c", ["x", "c"]], ["d", ["x"]]),
        ([{"prefix": "ab"}], ["abc"], ["cab", 1]),
        ([{"suffix": "bc"}], ["abc"], ["bca"]),
        ([{"equals-ignore-case": "Ab"}], ["ab", "AB"], ["abc"]),
        ([{"anything-but": ["b", "c"]}], ["d"], ["b", "c"]),
        ([{"anything-but": {"prefix": "b"}}], ["ab"], ["ba"]),
        ([{"numeric": [">", 1, "<=", 3]}], [2, 3], [1, 4, "2"]),
        ([{"numeric": ["=", 3]}], [3], [2]),
    ],
)
def test_a_rule_lets_its_values_through(
    handmade: Handmade, rule: list[Any], yes: list[Any], no: list[Any]
) -> None:
    bodies = [json.dumps({"a": value}) for value in [*yes, *no]]
    expected = sorted(json.dumps({"a": value}) for value in yes)
    assert passed(handmade, [{"body": {"a": rule}}], *bodies) == expected


def test_a_field_may_have_to_exist_or_not(handmade: Handmade) -> None:
    pattern = {"body": {"a": [{"exists": True}], "b": [{"exists": False}]}}
    assert passed(handmade, [pattern], '{"a": 1}', '{"a": 1, "b": 2}', '{"c": 3}') == ['{"a": 1}']


def test_all_fields_of_a_filter_count_and_one_filter_is_enough(handmade: Handmade) -> None:
    patterns = [{"body": {"a": [1], "b": {"c": [2]}}}, {"body": {"d": [3]}}]
    bodies = ['{"a": 1, "b": {"c": 2}}', '{"a": 1}', '{"d": 3}']
    assert passed(handmade, patterns, *bodies) == ['{"a": 1, "b": {"c": 2}}', '{"d": 3}']


def test_one_of_several_fields_may_be_enough(handmade: Handmade) -> None:
    pattern = {"body": {"$or": [{"a": [1]}, {"b": [2]}]}}
    assert passed(handmade, [pattern], '{"a": 1}', '{"b": 2}', '{"a": 2}') == ['{"a": 1}', '{"b": 2}']


def test_a_filter_for_plain_text_drops_json_and_one_for_json_drops_plain_text(handmade: Handmade) -> None:
    assert passed(handmade, [{"body": ["plain"]}], "plain", "other", '{"a": 1}') == ["plain"]


def test_plain_text_is_dropped_even_where_json_must_lack_a_field(handmade: Handmade) -> None:
    assert passed(handmade, [{"body": {"a": [{"exists": False}]}}], "plain", '{"b": 1}') == ['{"b": 1}']


def test_a_filter_on_attributes_leaves_the_body_alone(handmade: Handmade) -> None:
    attribute = {"kind": {"DataType": "String", "StringValue": "good"}}
    pattern = {"messageAttributes": {"kind": {"stringValue": ["good"]}}}
    assert passed(handmade, [pattern], "plain", '{"a": 1}', MessageAttributes=attribute) == [
        "plain",
        '{"a": 1}',
    ]


def test_a_filter_on_attributes_drops_what_has_others(handmade: Handmade) -> None:
    attribute = {"kind": {"DataType": "String", "StringValue": "bad"}}
    pattern = {"messageAttributes": {"kind": {"stringValue": ["good"]}}}
    assert passed(handmade, [pattern], "plain", MessageAttributes=attribute) == []


def test_a_batch_is_filled_with_what_passes(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.function("f", "def handle(event, context):\n    print(len(event['Records']))\n")
    pattern = json.dumps({"body": {"a": [1]}})
    handmade.feed(
        "f",
        queue,
        BatchSize=4,
        MaximumBatchingWindowInSeconds=5,
        FilterCriteria={"Filters": [{"Pattern": pattern}]},
    )
    queue.send(*['{"a": 1}', '{"a": 2}'] * 4)
    handmade.stack.settle()
    assert (handmade.printed("f"), queue.depth()) == (["4"], 0)
