from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.assembly import Environment
from local.assembly.errors import CircularDependency, UnknownReference
from local.assembly.order import creation_order
from local.assembly.template import read_template
from tests.unit.local.assembly.written import STACK, load_resources

SPELLINGS: list[Any] = [
    lambda name: {"Properties": {"p": [{"Ref": name}]}},
    lambda name: {"Properties": {"p": {"Fn::GetAtt": [name, "Arn"]}}},
    lambda name: {"Properties": {"p": {"Fn::GetAtt": f"{name}.Arn"}}},
    lambda name: {"Properties": {"p": {"Fn::Sub": f"a ${{{name}.Arn}}"}}},
    lambda name: {"Properties": {"p": {"Fn::Sub": ["${x}", {"x": {"Ref": name}}]}}},
    lambda name: {"Properties": {"p": {"Fn::Join": ["", ["a", {"Fn::Select": [0, [{"Ref": name}]]}]]}}},
    lambda name: {"DependsOn": name},
    lambda name: {"DependsOn": [name]},
]


def ordered(resources: dict[str, Any], **sections: Any) -> list[str]:
    template = read_template(STACK, {"Resources": resources, **sections})
    return [resource.logical_id for resource in creation_order(template, Environment())]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_is_referred_to_comes_first(spelling: Any) -> None:
    resources = {"Last": {"Type": "T", **spelling("First")}, "First": {"Type": "T"}}
    assert ordered(resources) == ["First", "Last"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_either_every_reference_comes_first_or_there_is_a_circle(edges: list[tuple[int, int]]) -> None:
    references = {f"R{number}": [f"R{to}" for of, to in edges if of == number] for number in range(10)}
    resources = {
        name: {"Type": "T", "Properties": {"p": [{"Ref": to} for to in named]}}
        for name, named in references.items()
    }
    reachable = {name: set(named) for name, named in references.items()}
    for _ in range(10):
        for name, found in reachable.items():
            reachable[name] = found.union(*(reachable[each] for each in found))
    if any(name in found for name, found in reachable.items()):
        with pytest.raises(CircularDependency):
            ordered(resources)
    else:
        order = ordered(resources)
        assert sorted(order) == sorted(references)
        assert all(order.index(to) < order.index(name) for name, named in references.items() for to in named)


def test_a_circle_is_named() -> None:
    resources = {"A": {"Type": "T", "DependsOn": "B"}, "B": {"Type": "T", "Properties": {"p": {"Ref": "A"}}}}
    with pytest.raises(CircularDependency, match=r"these wait for each other: (A → B → A|B → A → B)"):
        ordered(resources)


def test_a_reference_to_nothing_is_found_before_anything_is_created() -> None:
    resources = {"A": {"Type": "T", "Properties": {"p": [{"Fn::Sub": "x${Nobody.Arn}"}]}}}
    with pytest.raises(UnknownReference) as raised:
        ordered(resources)
    assert str(raised.value) == "App/A at p[0].Fn::Sub: Nobody is nothing the stack has"


def test_parameters_and_pseudo_parameters_are_no_resources() -> None:
    resources = {
        "A": {
            "Type": "T",
            "Properties": {"p": [{"Ref": "AWS::Region"}, {"Ref": "AWS::NoValue"}, {"Ref": "P"}]},
        }
    }
    assert ordered(resources, Parameters={"P": {"Type": "String"}}) == ["A"]


def test_a_resource_is_there_only_if_its_condition_holds(tmp_path: Path) -> None:
    conditions = {"Yes": {"Fn::Equals": ["a", "a"]}, "No": {"Fn::Equals": ["a", "b"]}}
    resources = {
        "A": {"Type": "T", "Condition": "Yes"},
        "B": {"Type": "T", "Condition": "No"},
        "C": {"Type": "T", "DependsOn": ["B"]},
    }
    assembly = load_resources(tmp_path, resources, Conditions=conditions)
    assert [resource.logical_id for resource in assembly.resources] == ["A", "C"]
