import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.gateway.json_text import InvalidJson, dumps, loads
from local.gateway.vtl.json_path import UnsupportedPath, find

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_what_is_read_and_written_stays_the_same(value: object) -> None:
    text = json.dumps(value)

    assert json.loads(dumps(loads(text))) == value


@pytest.mark.parametrize("number", ["0.10", "1E+400", "-0.0", "123456789012345678901234567890.5", "7"])
def test_numbers_keep_their_digits(number: str) -> None:
    assert dumps(loads(f"[{number}]")) == f"[{number}]"


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "{} {}", "", "'a'", "[1,]", "[" * 100_000])
def test_what_is_no_json_is_invalid(text: str) -> None:
    with pytest.raises(InvalidJson):
        loads(text)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", {"a": {"b-c": [1, {"d e": Decimal("2.5")}]}, "": 0}),
        ("$.a.b-c[0]", 1),
        ("$.a['b-c'][1]['d e']", Decimal("2.5")),
        ('$["a"].x', None),
        ("$.a.b-c[7]", None),
        ("$.a[0]", None),
        ("$.a.b-c.d", None),
    ],
)
def test_a_path_leads_to_one_place_or_nowhere(path: str, found: object) -> None:
    assert find(loads('{"a": {"b-c": [1, {"d e": 2.5}]}, "": 0}'), path) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.a[*].b", [1, 2]),
        ("$.a[0:1]", [{"b": 1, "c": [{"b": 3}]}]),
        ("$.a[-1].b", 2),
        ("$.a[0,1].b", [1, 2]),
        ("$.a[0]['b','c']", [1, [{"b": 3}]]),
        ("$.a[0].*", [1, [{"b": 3}]]),
        ("$..b", [1, 3, 2]),
        ("$.a[*].none", []),
        ("$.none[*]", []),
        ("$.a[9]", None),
    ],
)
def test_a_path_to_several_places_gives_a_list(path: str, found: object) -> None:
    assert find({"a": [{"b": 1, "c": [{"b": 3}]}, {"b": 2}]}, path) == found


@pytest.mark.parametrize("path", ["$.a[?(@.b)]", "$.a.length()", "a", ""])
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(UnsupportedPath):
        find({"a": [{"b": 1}]}, path)
