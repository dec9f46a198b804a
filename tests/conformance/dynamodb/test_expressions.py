"""Expressions: what they may say and what they do."""

import pytest

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.dynamodb.tables import Table, named, typed
from tests.conformance.refusals import refused

GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"
UPDATES = f"{GUIDE}/Expressions.UpdateExpressions.html"
NAMES = f"{GUIDE}/Expressions.ExpressionAttributeNames.html"
UPDATE_ITEM = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html"


@behaviour(
    NAMES,
    "If an attribute name begins with a number, contains a space or contains a reserved word, you must "
    "use an expression attribute name to replace that attribute's name in the expression.",
)
def test_a_reserved_word_must_stand_behind_a_name(aws: Aws) -> None:
    table = Table(aws)

    with refused("ValidationException", "reserved keyword"):
        table.update({"id": "a"}, "SET status = :s", s="x")

    table.dynamodb.update_item(
        TableName=table.name,
        Key=typed({"id": "a"}),
        UpdateExpression="SET #status = :s",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues=named({"s": "x"}),
    )
    assert table.get(id="a") == {"id": "a", "status": "x"}


@pytest.mark.parametrize(
    "unused",
    [
        {"ExpressionAttributeNames": {"#other": "other"}},
        {"ExpressionAttributeValues": named({"n": 1, "m": 2})},
    ],
    ids=["name", "value"],
)
@behaviour(
    NAMES,
    "If you define an expression attribute name, you must use it consistently throughout the entire "
    "expression. (So with values: Expressions.ExpressionAttributeValues.)",
)
def test_a_name_or_value_that_no_expression_uses_is_refused(aws: Aws, unused: dict[str, object]) -> None:
    table = Table(aws)
    update = {"UpdateExpression": "SET n = :n", "ExpressionAttributeValues": named({"n": 1})} | unused

    with refused("ValidationException", "unused in expressions"):
        table.dynamodb.update_item(TableName=table.name, Key=typed({"id": "a"}), **update)  # type: ignore[arg-type]


@behaviour(
    f"{GUIDE}/example_dynamodb_Scenario_MapOperations_section.html",
    "Safely update a map attribute by using if_not_exists to handle the case where the map doesn't "
    "exist yet. (A path into a map that is not there is a ValidationException.)",
)
def test_a_path_into_nothing_cannot_be_set(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "there": {"x": 1}})

    table.update({"id": "a"}, "SET there.y = :n", n=2)
    with refused("ValidationException", "document path provided in the update expression is invalid"):
        table.update({"id": "a"}, "SET nowhere.y = :n", n=2)

    assert table.get(id="a") == {"id": "a", "there": {"x": 1, "y": 2}}


@behaviour(UPDATES, "Two document paths of an update expression may not overlap with each other.")
def test_an_update_changes_a_path_once(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "m": {"x": 1}})

    with refused("ValidationException", "overlap"):
        table.update({"id": "a"}, "SET m = :m, m.x = :x", m={}, x=2)


@behaviour(
    "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValueUpdate.html",
    "You cannot use UpdateItem to update any primary key attributes. Instead, you will need to delete "
    "the item, and then use PutItem to create a new item with new attributes.",
)
def test_a_key_cannot_be_updated(aws: Aws) -> None:
    table = Table(aws)

    with refused("ValidationException", "part of the key"):
        table.update({"id": "a"}, "SET id = :other", other="b")


@behaviour(
    UPDATES,
    "If the item does not contain an attribute at the specified path, if_not_exists evaluates to "
    "value; otherwise, it evaluates to path.",
)
def test_a_counter_starts_where_there_is_none(aws: Aws) -> None:
    table = Table(aws)

    for _ in range(2):
        table.update({"id": "a"}, "SET n = if_not_exists(n, :start) + :one", start=10, one=1)

    assert table.get(id="a") == {"id": "a", "n": 12}


@behaviour(
    UPDATES,
    "list_append takes two lists as input and appends all elements from list2 to list1; ADD adds to a "
    "number or a set that need not be there; REMOVE removes an element and the remaining elements are "
    "shifted.",
)
def test_lists_sets_and_numbers_grow_and_shrink(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "list": [1, 2, 3]})

    table.dynamodb.update_item(
        TableName=table.name,
        Key=typed({"id": "a"}),
        UpdateExpression="SET #l = list_append(#l, :more) ADD n :n, tags :tags",
        ExpressionAttributeNames={"#l": "list"},
        ExpressionAttributeValues=named({"more": [4], "n": 5, "tags": {"x", "y"}}),
    )
    table.dynamodb.update_item(
        TableName=table.name,
        Key=typed({"id": "a"}),
        UpdateExpression="REMOVE #l[1] DELETE tags :tags",
        ExpressionAttributeNames={"#l": "list"},
        ExpressionAttributeValues=named({"tags": {"x"}}),
    )

    assert table.get(id="a") == {"id": "a", "list": [1, 3, 4], "n": 5, "tags": {"y"}}


@behaviour(
    f"{GUIDE}/example_dynamodb_Scenario_UpdateExpressionOrder_section.html",
    "Variables in expressions hold copies of attribute values as they existed BEFORE any modifications.",
)
def test_the_actions_of_an_update_all_see_the_item_as_it_was(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "x": 1, "y": 2})

    table.update({"id": "a"}, "SET x = y, y = x")

    assert table.get(id="a") == {"id": "a", "x": 2, "y": 1}


@behaviour(
    f"{GUIDE}/Expressions.OperatorsAndFunctions.html",
    "contains (path, operand) - true for a String that contains a particular substring, or a Set that "
    "contains a particular element; size (path) returns a number representing an attribute's size.",
)
def test_conditions_look_into_values(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "tags": {"x", "y"}, "note": "three words here", "list": [1, 2]})

    def holds(condition: str, **values: object) -> bool:
        answer = table.dynamodb.scan(
            TableName=table.name,
            FilterExpression=condition,
            ExpressionAttributeNames={"#l": "list"} if "#l" in condition else {"#n": "note"},
            ExpressionAttributeValues=named(values),
        )
        return answer["Count"] == 1

    assert holds("contains(tags, :tag) AND size(#n) = :n", tag="x", n=16)
    assert holds("size(#l) = :two", two=2)
    assert not holds("contains(tags, :tag) AND size(#n) > :n", tag="z", n=0)
    assert holds("begins_with(#n, :start) AND attribute_type(#n, :type)", start="three", type="S")
    assert holds("#n IN (:a, :b) OR #n BETWEEN :a AND :z", a="a", b="b", z="z")
