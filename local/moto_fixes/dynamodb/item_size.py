"""An item that DynamoDB takes is too large for moto, and an update counts what it replaces.

moto 5.2.5, `dynamodb/models/dynamo_type.py: LimitedSizeDict.__setitem__`: the limit is 405,000 bytes, and the
old value of an attribute counts beside its new one. DynamoDB's is 400 KB, 409,600 bytes:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
Can go when moto's is.

Shown by test_an_item_has_at_most_400_kb
in tests/conformance/dynamodb/test_limits.py.
"""

from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models.dynamo_type import DynamoType, LimitedSizeDict
from moto.dynamodb.models.utilities import bytesize

from local.moto_fixes.mend import replace

#: The largest item, in bytes, with the names of its attributes.
LARGEST = 400 * 1024


def install() -> None:
    """Mend moto."""
    replace(LimitedSizeDict, "__setitem__", _set)


def _set(item: LimitedSizeDict, name: str, value: object) -> None:
    others = sum(_size(key, kept) for key, kept in item.items() if key != name)
    if others + _size(name, value) > LARGEST:
        raise ItemSizeTooLarge
    dict.__setitem__(item, name, value)


def _size(name: str, value: object) -> int:
    size: int = value.size() if isinstance(value, DynamoType) else bytesize(str(value))
    return int(bytesize(name)) + size
