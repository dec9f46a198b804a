"""DynamoDB: tables and their indexes, batches and transactions.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing.key_condition_expression import parse_expression

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
            resource = f"{table}/index/{index}" if index else table
            # A scan is about no key; a condition for all of none is met, on AWS as well.
            keys = _queried(table, index, parameters) if operation == "Query" else {}
            return (Need(f"dynamodb:{operation}", resource, keys),)
        case "BatchGetItem":
            return tuple(
                Need("dynamodb:BatchGetItem", table, _leading(table, asked["Keys"]))
                for name, asked in parameters["RequestItems"].items()
                for table in (_table(call, name),)
            )
        case "BatchWriteItem":
            return tuple(
                Need("dynamodb:BatchWriteItem", table, _leading(table, map(_written, requests)))
                for name, requests in parameters["RequestItems"].items()
                for table in (_table(call, name),)
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


def _written(request: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """Return the item, or the key of one, that a request of a batch is about."""
    put, deleted = request.get("PutRequest"), request.get("DeleteRequest")
    item: Mapping[str, Mapping[str, str]] = put["Item"] if put else deleted["Key"] if deleted else {}
    return item


def _queried(table_arn: str, index: str | None, parameters: Mapping[str, Any]) -> Keys:
    """Return dynamodb:LeadingKeys of a query; none of one that DynamoDB refuses anyway."""
    table = _find(table_arn)
    if table is None:
        return {}
    try:
        values = _hash_values(parameters, table, index)
    except JsonRESTError:
        return {}
    return {"dynamodb:leadingkeys": tuple(text for value in values for text in value.values())}


def _hash_values(
    parameters: Mapping[str, Any], table: Table, index: str | None
) -> Sequence[Mapping[str, str]]:
    """Return what a query asks a partition key to be, in either of its languages. Raises JsonRESTError."""
    schema = dynamodb_backends[ACCOUNT_ID][table.region_name].get_schema(table.name, index)
    if "KeyConditionExpression" not in parameters:
        names = [key["AttributeName"] for key in schema if key["KeyType"] == "HASH"]
        conditions = parameters.get("KeyConditions", {})
        return [value for name in names for value in conditions.get(name, {}).get("AttributeValueList", [])]
    hashes, _, _ = parse_expression(
        parameters["KeyConditionExpression"],
        parameters.get("ExpressionAttributeValues", {}),
        parameters.get("ExpressionAttributeNames", {}),
        schema,
    )
    return [value for _, value in hashes]


def _find(table_arn: str) -> Table | None:
    region, name = table_arn.split(":")[3], table_arn.rpartition("/")[2]
    return dynamodb_backends[ACCOUNT_ID][region].tables.get(name)


def _leading(table_arn: str, items: Iterable[Mapping[str, Mapping[str, str]]]) -> Keys:
    """Return dynamodb:LeadingKeys: the partition keys that a call is about.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    """
    table = _find(table_arn)
    if table is None:
        return {}
    values = (item.get(table.hash_key_attr, {}) for item in items)
    keys = tuple(text for value in values for text in value.values())
    return {"dynamodb:leadingkeys": keys} if keys else {}
