"""A key of another type than the table's finds nothing, where DynamoDB refuses it.

moto 5.2.5, `dynamodb/models/__init__.py: DynamoDBBackend.get_keys_value`: looks for the names
alone, and calls a missing one a "Validation Exception". DynamoDB says that the key does not match the schema:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CommonErrors.html
Can go when moto compares the types.

Shown by test_a_key_is_of_the_type_the_table_declares
in tests/conformance/dynamodb/test_limits.py.
"""

from collections.abc import Mapping
from typing import Any

from moto.dynamodb.exceptions import ProvidedKeyDoesNotExist
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from local.moto_fixes.mend import replace

_moto_get_keys_value = DynamoDBBackend.get_keys_value


def install() -> None:
    """Mend moto."""
    replace(DynamoDBBackend, "get_keys_value", _get_keys_value)


def _get_keys_value(
    backend: DynamoDBBackend, table: Table, keys: dict[str, Any]
) -> tuple[DynamoType, DynamoType | None]:
    if not (
        _fits(keys, table.hash_key_attr, table.hash_key_type)
        and (table.range_key_attr is None or _fits(keys, table.range_key_attr, table.range_key_type))
    ):
        raise ProvidedKeyDoesNotExist
    return _moto_get_keys_value(backend, table, keys)


def _fits(keys: Mapping[str, Any], name: str, kind: str | None) -> bool:
    return name in keys and DynamoType(keys[name]).type == kind
