from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from local.assembly.errors import Malformed
from tests.unit.local.assembly.written import resolve

Expression = tuple[JsonValue, bool]


def _combined(parts: list[Expression], function: str) -> Expression:
    combine = all if function == "Fn::And" else any
    return {function: [condition for condition, _ in parts]}, combine(truth for _, truth in parts)


EQUALS: st.SearchStrategy[Expression] = st.tuples(st.sampled_from("ab"), st.sampled_from("ab")).map(
    lambda sides: ({"Fn::Equals": [*sides]}, sides[0] == sides[1])
)
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    EQUALS,
    lambda inner: st.one_of(
        inner.map(lambda part: ({"Fn::Not": [part[0]]}, not part[1])),
        st.builds(_combined, st.lists(inner, min_size=2, max_size=4), st.sampled_from(["Fn::And", "Fn::Or"])),
    ),
)


def choose(conditions: dict[str, Any], name: str = "It", **sections: Any) -> JsonValue:
    return resolve({"Fn::If": [name, "yes", "no"]}, Conditions=conditions, **sections)


@given(EXPRESSIONS)
def test_conditions_are_boolean_algebra(expression: Expression) -> None:
    condition, truth = expression
    assert choose({"It": condition}) == ("yes" if truth else "no")


def test_a_condition_may_name_another() -> None:
    conditions = {
        "Here": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]},
        "It": {"Fn::Not": [{"Condition": "Here"}]},
    }
    assert choose(conditions) == "no"


def test_operands_are_compared_as_text() -> None:
    assert choose({"It": {"Fn::Equals": [1, "1"]}}) == "yes"
    assert choose({"It": {"Fn::Equals": [True, "true"]}}) == "yes"


def test_the_branch_not_taken_is_not_resolved() -> None:
    never = {"Never": {"Fn::Equals": ["a", "b"]}}
    value: JsonValue = {
        "Fn::If": ["Never", {"Ref": "Nobody"}, {"Fn::If": ["Never", "a", {"Ref": "AWS::NoValue"}]}]
    }
    assert resolve({"property": value}, Conditions=never) == {}


@pytest.mark.parametrize(
    "condition", ["text", {"Fn::And": [{"Fn::Equals": [1, 1]}]}, {"Fn::Contains": [["a"], "a"]}]
)
def test_what_is_no_condition_is_refused(condition: JsonValue) -> None:
    with pytest.raises(Malformed, match=r"App/It: .* is no condition"):
        choose({"It": condition})
