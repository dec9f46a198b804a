"""DynamoDB: tables and their indexes, batches and transactions.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from local.account import ACCOUNT_ID
from local.permissions.call import ApiCall
from local.permissions.request import Keys, Need

_ON_A_TABLE = frozenset(
    {
        "DeleteItem",
        "DescribeTable",
        "DescribeTimeToLive",
        "GetItem",
        "PutItem",
        "UpdateItem",
    }
)
_ON_A_STREAM = frozenset({"DescribeStream", "GetShardIterator"})
_TRANSACTED = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs."""
    operation, parameters = call.operation, call.parameters
    match operation:
        case "Query" | "Scan":
            table = _table(call, parameters["TableName"])
            index = parameters.get("IndexName")
            # An index has a permission of its own; that on the table says nothing of it.
            return (Need(f"dynamodb:{operation}", f"{table}/index/{index}" if index else table),)
        case "BatchGetItem":
            return tuple(
                Need("dynamodb:BatchGetItem", table, _leading(table, asked["Keys"]))
                for name, asked in parameters["RequestItems"].items()
                for table in (_table(call, name),)
            )
        case "BatchWriteItem":
            return tuple(
                Need("dynamodb:BatchWriteItem", _table(call, name)) for name in parameters["RequestItems"]
            )
        case "TransactGetItems":
            return tuple(_on_item("GetItem", call, item["Get"]) for item in parameters["TransactItems"])
        case "TransactWriteItems":
            return tuple(
                _on_item(_TRANSACTED[kind], call, wanted)
                for item in parameters["TransactItems"]
                for kind, wanted in item.items()
            )
        case "ListTables":
            return (Need("dynamodb:ListTables", "*"),)
        case "GetRecords":
            stream = parameters["ShardIterator"].partition("|")[0]
            return (Need("dynamodb:GetRecords", stream),)
        case _ if operation in _ON_A_STREAM:
            return (Need(f"dynamodb:{operation}", parameters["StreamArn"]),)
        case _ if operation in _ON_A_TABLE:
            return (_on_item(operation, call, parameters),)
    return None


def _on_item(operation: str, call: ApiCall, parameters: Mapping[str, Any]) -> Need:
    table = _table(call, parameters["TableName"])
    item = parameters.get("Key") or parameters.get("Item")
    return Need(f"dynamodb:{operation}", table, _leading(table, [item] if item else []))


def _table(call: ApiCall, name: str) -> str:
    return name if name.startswith("arn:") else call.arn("dynamodb", f"table/{name}")


def _leading(table_arn: str, items: Iterable[Mapping[str, Mapping[str, str]]]) -> Keys:
    """Return dynamodb:LeadingKeys: the partition keys that a call is about.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    """
    region, name = table_arn.split(":")[3], table_arn.rpartition("/")[2]
    table = dynamodb_backends[ACCOUNT_ID][region].tables.get(name)
    if table is None:
        return {}
    values = (item.get(table.hash_key_attr, {}) for item in items)
    keys = tuple(text for value in values for text in value.values())
    return {"dynamodb:leadingkeys": keys} if keys else {}
