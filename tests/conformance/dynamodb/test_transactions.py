"""Transactions: all or nothing, and once."""

from typing import Any

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.dynamodb.tables import Table, typed
from tests.conformance.refusals import refused

TRANSACTIONS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html"
WRITE_ITEMS = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html"


def put(table: Table, item: dict[str, Any], **more: Any) -> Any:
    return {"Put": {"TableName": table.name, "Item": typed(item)} | more}


def add(table: Table, key: str, amount: int) -> Any:
    return {
        "Update": {
            "TableName": table.name,
            "Key": typed({"id": key}),
            "UpdateExpression": "ADD n :n",
            "ExpressionAttributeValues": typed({":n": amount}),
        }
    }


@behaviour(
    WRITE_ITEMS,
    "The actions are completed atomically so that either all of them succeed, or all of them fail.",
)
def test_a_transaction_writes_all_or_nothing(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "taken"})
    new = {"ConditionExpression": "attribute_not_exists(id)"}

    with refused("TransactionCanceledException"):
        table.dynamodb.transact_write_items(
            TransactItems=[put(table, {"id": "free"}), put(table, {"id": "taken"}, **new)]
        )

    assert table.get(id="free") is None


@behaviour(
    WRITE_ITEMS,
    "Transaction cancellation reasons are ordered in the order of requested items, if an item has no "
    "error it will have None code and Null message.",
)
def test_a_cancelled_transaction_says_which_item_was_the_reason(aws: Aws) -> None:
    table = Table(aws)
    table.put({"id": "taken", "n": 7})
    new = {
        "ConditionExpression": "attribute_not_exists(id)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }

    with refused("TransactionCanceledException", "[None, ConditionalCheckFailed]") as refusal:
        table.dynamodb.transact_write_items(
            TransactItems=[put(table, {"id": "free"}, **new), put(table, {"id": "taken"}, **new)]
        )

    first, second = refusal.answer["CancellationReasons"]
    assert (first["Code"], second["Code"]) == ("None", "ConditionalCheckFailed")
    assert second["Item"] == typed({"id": "taken", "n": 7})


@behaviour(
    TRANSACTIONS, "You can't target the same item with multiple operations within the same transaction."
)
def test_a_transaction_touches_an_item_once(aws: Aws) -> None:
    table = Table(aws)

    with refused("ValidationException", "cannot include multiple operations on one item"):
        table.dynamodb.transact_write_items(TransactItems=[add(table, "a", 1), add(table, "a", 1)])


@behaviour(
    TRANSACTIONS,
    "If the original TransactWriteItems call was successful, the subsequent TransactWriteItems calls "
    "with the same client token return successfully without making any changes.",
)
def test_a_transaction_repeated_with_its_token_acts_once(aws: Aws) -> None:
    table = Table(aws)
    token = aws.unique("token")

    for _ in range(2):
        table.dynamodb.transact_write_items(TransactItems=[add(table, "a", 1)], ClientRequestToken=token)

    assert table.get(id="a") == {"id": "a", "n": 1}


@behaviour(
    TRANSACTIONS,
    "If you repeat a request with the same client token within the 10-minute idempotency window but change "
    "some other request parameter, DynamoDB returns an IdempotentParameterMismatch exception.",
)
def test_a_token_belongs_to_one_transaction(aws: Aws) -> None:
    table = Table(aws)
    token = aws.unique("token")
    table.dynamodb.transact_write_items(TransactItems=[add(table, "a", 1)], ClientRequestToken=token)

    with refused("IdempotentParameterMismatchException"):
        table.dynamodb.transact_write_items(TransactItems=[add(table, "a", 2)], ClientRequestToken=token)


@behaviour(
    TRANSACTIONS,
    "A client token is valid for 10 minutes after the request that uses it finishes. After 10 minutes, any "
    "request that uses the same client token is treated as a new request.",
)
def test_a_token_is_forgotten_after_ten_minutes(aws: Aws) -> None:
    table = Table(aws)
    token = aws.unique("token")
    table.dynamodb.transact_write_items(TransactItems=[add(table, "a", 1)], ClientRequestToken=token)

    aws.wait(601)
    table.dynamodb.transact_write_items(TransactItems=[add(table, "a", 1)], ClientRequestToken=token)

    assert table.get(id="a") == {"id": "a", "n": 2}


@behaviour(
    TRANSACTIONS,
    "TransactWriteItems is a synchronous and idempotent write operation that groups up to 100 write "
    "actions in a single all-or-nothing operation.",
)
def test_a_transaction_has_at_most_a_hundred_items(aws: Aws) -> None:
    table = Table(aws)

    with refused("ValidationException", "less than or equal to 100"):
        table.dynamodb.transact_write_items(
            TransactItems=[put(table, {"id": str(number)}) for number in range(101)]
        )


@behaviour(
    "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html",
    "An ordered array of up to 100 ItemResponse objects, each of which corresponds to the "
    "TransactGetItem object in the same position in the TransactItems array.",
)
def test_a_transaction_reads_in_the_order_asked(aws: Aws) -> None:
    table = Table(aws)
    for key in ("a", "b"):
        table.put({"id": key})
    asked = ("b", "nowhere", "a")

    answer = table.dynamodb.transact_get_items(
        TransactItems=[{"Get": {"TableName": table.name, "Key": typed({"id": key})}} for key in asked]
    )

    assert [found.get("Item") for found in answer["Responses"]] == [
        typed({"id": "b"}),
        None,
        typed({"id": "a"}),
    ]
