import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from local.assembly import AssemblyError, ReturnValues
from local.assembly.errors import Malformed, UnknownAttribute, UnknownFunction, UnknownReference
from tests.unit.local.assembly.written import resolve

QUEUE = {"Queue": ReturnValues("https://queue", {"Arn": "arn:queue", "Length": 7})}
NAMES = st.text("abcdefgXYZ", min_size=1)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
    max_leaves=20,
)
NO_VALUE: JsonValue = {"Ref": "AWS::NoValue"}


@given(PLAIN)
def test_what_calls_no_function_stays_as_it_is(value: JsonValue) -> None:
    assert resolve(value) == value


@given(
    st.lists(st.one_of(PLAIN, st.just(NO_VALUE))), st.dictionaries(NAMES, st.one_of(PLAIN, st.just(NO_VALUE)))
)
def test_no_value_takes_away_the_property_or_element(
    elements: list[JsonValue], properties: dict[str, JsonValue]
) -> None:
    assert resolve(elements) == [each for each in elements if each != NO_VALUE]
    assert resolve(properties) == {name: each for name, each in properties.items() if each != NO_VALUE}


@given(st.text(), st.text(min_size=1))
def test_split_and_join_undo_each_other(whole: str, delimiter: str) -> None:
    assert resolve({"Fn::Join": [delimiter, {"Fn::Split": [delimiter, whole]}]}) == whole


@given(st.lists(st.text("abc $}"), min_size=1), st.lists(NAMES, min_size=20, max_size=20))
def test_sub_is_a_join_of_its_text_and_its_variables(literals: list[str], names: list[str]) -> None:
    text = literals[0] + "".join(
        f"${{{name}}}{literal}" for name, literal in zip(names, literals[1:], strict=False)
    )
    values = {name: f"<{name}>" for name in names}
    pieces = [literals[0]]
    for name, literal in zip(names, literals[1:], strict=False):
        pieces += [values[name], literal]
    assert resolve({"Fn::Sub": [text, dict(values)]}) == resolve({"Fn::Join": ["", [*pieces]]})


@given(st.lists(st.one_of(st.text("ab $!}"), NAMES.map(lambda name: f"${{{name}}}"))))
def test_sub_leaves_escaped_placeholders_as_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert resolve({"Fn::Sub": text.replace("${", "${!")}) == text


@given(st.lists(st.text(), min_size=1), st.data())
def test_select_takes_an_element_by_number_or_by_text(elements: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(elements) - 1))
    assert resolve({"Fn::Select": [index, [*elements]]}) == elements[index]
    assert resolve({"Fn::Select": [str(index), [*elements]]}) == elements[index]


@given(st.text())
def test_base64_encodes_text(text: str) -> None:
    encoded = resolve({"Fn::Base64": text})
    assert isinstance(encoded, str)
    assert base64.b64decode(encoded).decode() == text


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ({"Ref": "Queue"}, "https://queue"),
        ({"Fn::GetAtt": ["Queue", "Arn"]}, "arn:queue"),
        ({"Fn::GetAtt": "Queue.Arn"}, "arn:queue"),
        ({"Fn::GetAtt": ["Queue", {"Fn::Join": ["", ["Ar", "n"]]}]}, "arn:queue"),
        ({"Fn::Sub": "${Queue} is ${Queue.Arn} of ${Queue.Length}"}, "https://queue is arn:queue of 7"),
        ({"Fn::Sub": ["${Queue}/${Other}", {"Queue": "mine", "Other": True}]}, "mine/true"),
        (
            {"Fn::Sub": "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}"},
            "arn:aws:sqs:us-east-1:123456789012",
        ),
        ({"Ref": "AWS::StackName"}, "App"),
        ({"Ref": "AWS::URLSuffix"}, "amazonaws.com"),
        ({"Fn::Join": [":", ["a", {"Ref": "AWS::AccountId"}, 1, False]]}, "a:123456789012:1:false"),
        ({"Fn::Select": [1, {"Fn::Split": ["/", "a/b/c"]}]}, "b"),
        ({"Fn::GetAZs": ""}, ["us-east-1a", "us-east-1b", "us-east-1c"]),
        ({"Fn::Select": [0, {"Fn::GetAZs": {"Ref": "AWS::Region"}}]}, "us-east-1a"),
        ({"deep": [{"er": {"Ref": "Queue"}}]}, {"deep": [{"er": "https://queue"}]}),
    ],
)
def test_references_and_functions_resolve(value: JsonValue, resolved: JsonValue) -> None:
    assert resolve(value, created=QUEUE) == resolved


def test_a_mapping_is_looked_up_by_two_keys() -> None:
    mappings = {"Sizes": {"us-east-1": {"small": "1", "list": ["a"]}}}
    value: JsonValue = {"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "small"]}
    assert resolve(value, Mappings=mappings) == "1"
    with pytest.raises(UnknownReference, match=r"Sizes\.us-east-1\.large"):
        resolve({"Fn::FindInMap": ["Sizes", "us-east-1", "large"]}, Mappings=mappings)


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ({"Type": "String", "Default": "x"}, "x"),
        ({"Type": "Number", "Default": 5}, "5"),
        ({"Type": "CommaDelimitedList", "Default": "a, b"}, ["a", "b"]),
    ],
)
def test_a_parameter_has_its_default(declared: dict[str, JsonValue], value: JsonValue) -> None:
    assert resolve({"Ref": "It"}, Parameters={"It": declared}) == value


def test_a_parameter_whose_value_is_kept_in_the_account_is_unknown_here() -> None:
    bootstrap = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/hnb659fds/version"}
    with pytest.raises(UnknownReference, match=r"BootstrapVersion .* has no value locally"):
        resolve({"Ref": "BootstrapVersion"}, Parameters={"BootstrapVersion": bootstrap})


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ({"Ref": "Nobody"}, UnknownReference, "App/Here at a[0].Ref: Nobody is nothing the stack has"),
        (
            {"Fn::GetAtt": ["Queue", "Color"]},
            UnknownAttribute,
            "Queue has no attribute Color here; it has Arn, Length",
        ),
        ({"Fn::Cidr": ["10.0.0.0/8", 1]}, UnknownFunction, "App/Here at a[0].Fn::Cidr: this function is not"),
        ({"Fn::Transform": {}}, UnknownFunction, "not understood"),
        ({"Fn::Equals": ["a", "a"]}, Malformed, "belongs to the template's conditions"),
        ({"Fn::Join": ["", "text"]}, Malformed, "Join needs a delimiter and a list"),
        ({"Fn::Join": ["", [{"an": "object"}]]}, Malformed, "text is needed"),
        ({"Fn::Select": [3, ["a"]]}, Malformed, "Select needs an index within a list"),
        ({"Fn::Sub": ["a", "b", "c"]}, Malformed, "Sub needs a text"),
        ({"Fn::Sub": "${AWS::NoValue}"}, Malformed, "AWS::NoValue has no text"),
        ({"Fn::GetAtt": "Queue"}, Malformed, "GetAtt needs"),
        ({"Ref": ["Queue"]}, Malformed, "Ref needs a name"),
        ({"Ref": "Queue", "Fn::Sub": "x"}, Malformed, "Ref must be the only key"),
        ({"Fn::If": ["Maybe", 1, 2]}, UnknownReference, "'Maybe' is no condition of the stack"),
    ],
)
def test_what_cannot_be_resolved_says_where_it_stands(
    value: JsonValue, error: type[AssemblyError], message: str
) -> None:
    with pytest.raises(error) as raised:
        resolve({"a": [value]}, created=QUEUE)
    assert message in str(raised.value)
    assert raised.value.location.path[:2] == ("a", 0)
