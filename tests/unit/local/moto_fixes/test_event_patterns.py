"""What event patterns match, and what is none.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import json

import pytest

from local.moto_fixes.events.pattern_language import read_pattern
from local.moto_fixes.events.pattern_operators import InvalidPattern


def matches(pattern: object, event: object) -> bool:
    return read_pattern(json.dumps(pattern))(event)


@pytest.mark.parametrize(
    ("wanted", "fitting", "others"),
    [
        ("a", ["a", ["b", "a"]], ["A", "ab", None, [], {"a": "a"}]),
        (300, [300], [300.0, "300", 301]),
        (True, [True], [1, "true"]),
        (None, [None], ["", "null", 0]),
        ("", [""], [None, " "]),
        ({"prefix": "us-"}, ["us-east-1"], ["eu-us-", 1]),
        ({"prefix": {"equals-ignore-case": "Us"}}, ["uS-east-1"], ["eu"]),
        ({"suffix": ".png"}, ["a.png"], ["a.PNG", None]),
        ({"suffix": {"equals-ignore-case": ".png"}}, ["a.PNG"], ["png"]),
        ({"equals-ignore-case": "alice"}, ["ALICE"], ["alicia"]),
        ({"anything-but": "a"}, ["b", 1, ["a", "b"]], ["a"]),
        ({"anything-but": ["a", "b"]}, ["c"], ["a", "b"]),
        ({"anything-but": [1, 2]}, [3, "1"], [1, 2]),
        ({"anything-but": {"prefix": "a"}}, ["b"], ["ab"]),
        ({"anything-but": {"suffix": ["a", "b"]}}, ["c"], ["xa", "xb"]),
        ({"anything-but": {"equals-ignore-case": ["a", "b"]}}, ["c"], ["A", "B"]),
        ({"anything-but": {"wildcard": "*/lib/*"}}, ["/bin/x"], ["/lib/x"]),
        ({"numeric": [">", 10, "<=", 20]}, [10.5, 20], [10, 21, "15", True]),
        ({"numeric": ["=", 100]}, [100, 100.0], [99]),
        ({"cidr": "10.0.0.0/24"}, ["10.0.0.255"], ["10.0.1.0", "x"]),
        ({"wildcard": "dir/*.png"}, ["dir/a/b.png", "dir/.png"], ["dir/a.jpg", "xdir/a.png"]),
        ({"wildcard": "a\\*b*"}, ["a*bc"], ["axb"]),
        ({"exists": True}, ["x", None, 0], [[], {"child": 1}]),
    ],
)
def test_a_field_fits_what_is_wanted_of_it(
    wanted: object, fitting: list[object], others: list[object]
) -> None:
    assert [value for value in fitting if not matches({"f": [wanted]}, {"f": value})] == []
    assert [value for value in others if matches({"f": [wanted]}, {"f": value})] == []
    assert not matches({"f": [wanted]}, {})


def test_what_must_not_exist_is_no_leaf_of_the_event() -> None:
    pattern = {"detail": {"f": [{"exists": False}]}}
    assert matches(pattern, {"detail": {"g": 1}})
    assert matches(pattern, {})
    assert matches(pattern, {"detail": {"f": {"child": 1}}})
    assert not matches(pattern, {"detail": {"f": None}})


def test_all_fields_and_one_of_each_fields_values() -> None:
    pattern = {"a": ["x", "y"], "b": {"c": [1]}}
    assert matches(pattern, {"a": "y", "b": {"c": 1}, "d": 0})
    assert not matches(pattern, {"a": "y", "b": {"c": 2}})


def test_or_asks_for_one_of_its_patterns() -> None:
    pattern = {"a": [1], "$or": [{"b": [1]}, {"c": {"d": [{"prefix": "x"}]}}]}
    assert matches(pattern, {"a": 1, "b": 1})
    assert matches(pattern, {"a": 1, "c": {"d": "xy"}})
    assert not matches(pattern, {"a": 1, "b": 2})
    assert not matches(pattern, {"a": 2, "b": 1})


def test_fields_of_objects_in_an_array_have_to_fit_in_the_same_object() -> None:
    pattern = {"items": {"kind": ["book"], "price": [{"numeric": ["<", 10]}]}}
    assert matches(pattern, {"items": [{"kind": "pen", "price": 20}, {"kind": "book", "price": 5}]})
    assert not matches(pattern, {"items": [{"kind": "book", "price": 20}, {"kind": "pen", "price": 5}]})


@pytest.mark.parametrize(
    "pattern",
    [
        [],
        {},
        {"a": {}},
        {"a": "x"},
        {"a": []},
        {"a": [["x"]]},
        {"a": [{}]},
        {"a": [{"prefix": "x", "suffix": "y"}]},
        {"a": [{"unheard-of": "x"}]},
        {"a": [{"prefix": 1}]},
        {"a": [{"exists": "yes"}]},
        {"a": [{"numeric": ["~", 1]}]},
        {"a": [{"numeric": [">", "1"]}]},
        {"a": [{"numeric": ["<", 1, ">", 2]}]},
        {"a": [{"numeric": [">", 5, "<", 5]}]},
        {"a": [{"numeric": [">", 5_000_000_001]}]},
        {"a": [{"cidr": "10.0.0"}]},
        {"a": [{"wildcard": "a**b"}]},
        {"a": [{"wildcard": "a\\b"}]},
        {"a": [{"anything-but": []}]},
        {"a": [{"anything-but": [1, "x"]}]},
        {"a": [{"anything-but": {"numeric": ["=", 1]}}]},
        {"$or": []},
        {"$or": [{"a": "x"}]},
    ],
)
def test_what_is_no_pattern_is_refused(pattern: object) -> None:
    with pytest.raises(InvalidPattern, match=r"."):
        read_pattern(json.dumps(pattern))
