"""Conditional writes."""

from typing import Any

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.dynamodb.tables import Table, named, plain, typed
from tests.conformance.refusals import refused

ITEMS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html"
CONDITIONS = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html"
)
PUT_ITEM = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html"
UPDATE_ITEM = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html"
DELETE_ITEM = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html"


@behaviour(
    CONDITIONS, "If the condition expression evaluates to true, the operation succeeds. If not, it fails."
)
def test_a_write_whose_condition_does_not_hold_changes_nothing(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "n": 1}, ConditionExpression="attribute_not_exists(id)")

    with refused("ConditionalCheckFailedException"):
        table.put({"id": "a", "n": 2}, ConditionExpression="attribute_not_exists(id)")

    assert table.get(id="a") == {"id": "a", "n": 1}


@behaviour(
    PUT_ITEM,
    "ReturnValuesOnConditionCheckFailure: An optional parameter that returns the item attributes for a "
    "PutItem operation that failed a condition check.",
)
def test_a_failed_condition_returns_the_item_that_was_in_the_way(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "n": 1})

    with refused("ConditionalCheckFailedException") as refusal:
        table.put(
            {"id": "a"},
            ConditionExpression="attribute_not_exists(id)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )

    assert plain(refusal.answer["Item"]) == {"id": "a", "n": 1}


@behaviour(
    UPDATE_ITEM,
    "Edits an existing item's attributes, or adds a new item to the table if it does not already exist.",
)
def test_an_update_makes_the_item_it_does_not_find(aws: Aws) -> None:
    table = Table(aws)

    table.update({"id": "a"}, "SET n = :n", n=1)

    assert table.get(id="a") == {"id": "a", "n": 1}


@behaviour(
    DELETE_ITEM,
    "Unless you specify conditions, the DeleteItem is an idempotent operation; running it multiple "
    "times on the same item or attribute does not result in an error response.",
)
def test_an_item_can_be_deleted_twice(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a"})

    for _ in range(2):
        table.dynamodb.delete_item(TableName=table.name, Key=typed({"id": "a"}))

    assert table.get(id="a") is None


@behaviour(
    ITEMS,
    "Conditional writes can be idempotent if the conditional check is on the same attribute that is being "
    "updated.",
)
def test_of_two_writes_on_the_same_condition_one_succeeds(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "price": 10})
    change: dict[str, Any] = {
        "UpdateExpression": "SET price = :new",
        "ConditionExpression": "price = :old",
        "ExpressionAttributeValues": named({"new": 8, "old": 10}),
    }

    table.dynamodb.update_item(TableName=table.name, Key=typed({"id": "a"}), **change)
    with refused("ConditionalCheckFailedException"):
        table.dynamodb.update_item(TableName=table.name, Key=typed({"id": "a"}), **change)


@behaviour(
    UPDATE_ITEM,
    "UPDATED_OLD - Returns only the updated attributes, as they appeared before the UpdateItem operation.",
)
def test_an_update_returns_what_was_asked_of_it(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "a", "n": 1, "other": "x"})

    def update(returned: str) -> object:
        answer = table.dynamodb.update_item(
            TableName=table.name,
            Key=typed({"id": "a"}),
            UpdateExpression="SET n = n + :one",
            ExpressionAttributeValues=named({"one": 1}),
            ReturnValues=returned,  # type: ignore[arg-type]
        )
        return plain(answer.get("Attributes", {}))

    assert update("UPDATED_OLD") == {"n": 1}
    assert update("UPDATED_NEW") == {"n": 3}
    assert update("ALL_OLD") == {"id": "a", "n": 3, "other": "x"}
    assert update("ALL_NEW") == {"id": "a", "n": 5, "other": "x"}
    assert update("NONE") == {}
