"""A batch of any size is written.

moto 5.2.5, `dynamodb/responses.py: DynamoHandler.batch_write_item`: nothing counts the requests. DynamoDB
takes 25: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
Can go when moto counts.

Shown by test_a_batch_writes_at_most_25_items
in tests/conformance/dynamodb/test_limits.py.
"""

from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.responses import DynamoHandler

from local.moto_fixes.mend import replace

#: How many items one call may put or delete.
LARGEST = 25

_moto_batch_write_item = DynamoHandler.batch_write_item


def install() -> None:
    """Mend moto."""
    replace(DynamoHandler, "batch_write_item", _batch_write_item)


def _batch_write_item(handler: DynamoHandler) -> ActionResult:
    if sum(map(len, handler.body["RequestItems"].values())) > LARGEST:
        raise MockValidationException("Too many items requested for the BatchWriteItem call")
    return _moto_batch_write_item(handler)
