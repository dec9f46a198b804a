"""Which events a pattern matches."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.eventbridge.buses import passes

OPERATORS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"
PATTERNS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html"


@behaviour(OPERATORS, "You can match an event depending on the prefix of a value in the event source.")
def test_a_prefix(aws: Aws) -> None:
    pattern = {"detail": {"region": [{"prefix": "us-"}]}}
    assert passes(aws, pattern, detail={"region": "us-east-1"})
    assert not passes(aws, pattern, detail={"region": "eu-us-1"})


@behaviour(
    OPERATORS,
    "You can also match a suffix value regardless of the casing, using equals-ignore-case with suffix.",
)
def test_a_suffix_in_any_case(aws: Aws) -> None:
    pattern = {"detail": {"file": [{"suffix": {"equals-ignore-case": ".png"}}]}}
    assert passes(aws, pattern, detail={"file": "a.PNG"})
    assert not passes(aws, pattern, detail={"file": "a.jpg"})


@behaviour(OPERATORS, "Anything-but matching matches anything except what's specified in the rule.")
def test_anything_but_a_list(aws: Aws) -> None:
    pattern = {"detail": {"state": [{"anything-but": ["initializing", "stopped"]}]}}
    assert passes(aws, pattern, detail={"state": "running"})
    assert not passes(aws, pattern, detail={"state": "stopped"})
    assert not passes(aws, pattern, detail={})


@behaviour(OPERATORS, "Anything-but using a wildcard: FileName is not a file path that includes /lib/.")
def test_anything_but_a_wildcard(aws: Aws) -> None:
    pattern = {"detail": {"path": [{"anything-but": {"wildcard": "*/lib/*"}}]}}
    assert passes(aws, pattern, detail={"path": "/bin/x"})
    assert not passes(aws, pattern, detail={"path": "/usr/lib/x"})


@behaviour(OPERATORS, "Price is more than 10, and less than or equal to 20.")
def test_a_numeric_range(aws: Aws) -> None:
    pattern = {"detail": {"price": [{"numeric": [">", 10, "<=", 20]}]}}
    assert [price for price in (10, 10.5, 20, 21) if passes(aws, pattern, detail={"price": price})] == [
        10.5,
        20,
    ]


@behaviour(OPERATORS, "You can use IP address matching for IPv4 and IPv6 addresses.")
def test_a_block_of_addresses(aws: Aws) -> None:
    pattern = {"detail": {"source-ip": [{"cidr": "10.0.0.0/24"}]}}
    assert passes(aws, pattern, detail={"source-ip": "10.0.0.7"})
    assert not passes(aws, pattern, detail={"source-ip": "10.0.1.7"})


@behaviour(OPERATORS, "Exists matching works on the presence or absence of a field in the JSON of the event.")
def test_a_field_that_must_not_exist(aws: Aws) -> None:
    pattern = {"detail": {"error": [{"exists": False}]}}
    assert passes(aws, pattern, detail={"ok": True})
    assert not passes(aws, pattern, detail={"error": None})


@behaviour(OPERATORS, "You can use the wildcard character (*) to match string values in event patterns.")
def test_a_wildcard(aws: Aws) -> None:
    pattern = {"detail": {"file": [{"wildcard": "dir/*.png"}]}}
    assert passes(aws, pattern, detail={"file": "dir/a/b.png"})
    assert not passes(aws, pattern, detail={"file": "other/a.png"})


@behaviour(OPERATORS, "Match if any of the fields' conditions is fulfilled: $or over several fields.")
def test_one_of_several_fields(aws: Aws) -> None:
    pattern = {"detail": {"$or": [{"place": ["here"]}, {"count": [{"numeric": [">", 5]}]}]}}
    assert passes(aws, pattern, detail={"place": "there", "count": 6})
    assert not passes(aws, pattern, detail={"place": "there", "count": 5})


@behaviour(
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html",
    "If the value in the event is an array, then the event pattern matches if the intersection of the "
    "event pattern array and the event array is non-empty.",
)
def test_an_array_needs_one_of_the_values(aws: Aws) -> None:
    assert passes(aws, {"resources": ["a", "b"]}, resources=["b", "c"])
    assert not passes(aws, {"resources": ["a"]}, resources=["b", "c"])


@behaviour(
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-null-values.html",
    "Null values and empty strings are not interchangeable in pattern matching. An event pattern that "
    "matches empty strings doesn't match values of null.",
)
def test_null_is_not_the_empty_string(aws: Aws) -> None:
    assert passes(aws, {"detail": {"x": [None]}}, detail={"x": None})
    assert not passes(aws, {"detail": {"x": [""]}}, detail={"x": None})


@behaviour(
    "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
    "InvalidEventPatternException: The event pattern is not valid.",
)
def test_what_is_no_pattern_is_refused(aws: Aws) -> None:
    patterns: list[object] = [{"source": "tests"}, {"source": []}, {"source": [{"unheard-of": "x"}]}]
    for pattern in patterns:
        with pytest.raises(ClientError, match="InvalidEventPatternException"):
            aws.client("events").put_rule(Name=aws.unique("rule"), EventPattern=json.dumps(pattern))
