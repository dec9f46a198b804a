"""A transaction that a client repeats, because its answer was lost, takes effect again.

moto 5.2.5, `dynamodb/responses.py: DynamoHandler.transact_write_items`: ClientRequestToken is ignored, which
SDKs send with every call. DynamoDB knows it for ten minutes:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
Can go when moto knows tokens.

Shown by test_a_transaction_repeated_with_its_token_acts_once
in tests/conformance/dynamodb/test_transactions.py.
"""

import json
import time
from weakref import WeakKeyDictionary

from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import ERROR_TYPE_PREFIX, DynamodbException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.responses import DynamoHandler

from local.moto_fixes.mend import replace

#: How long a token is remembered after its call, in seconds.
WINDOW = 600.0

_moto_transact_write_items = DynamoHandler.transact_write_items
#: By account and region: token → when it was used, and for what.
_used: WeakKeyDictionary[DynamoDBBackend, dict[str, tuple[float, str]]] = WeakKeyDictionary()


class IdempotentParameterMismatch(DynamodbException):
    """The token belongs to another transaction."""

    def __init__(self) -> None:
        super().__init__(
            ERROR_TYPE_PREFIX + "IdempotentParameterMismatchException",
            "The provided client token is already in use with different parameters.",
        )


def install() -> None:
    """Mend moto."""
    replace(DynamoHandler, "transact_write_items", _transact_write_items)


def _transact_write_items(handler: DynamoHandler) -> ActionResult:
    token = handler.body.get("ClientRequestToken")
    if token is None:
        return _moto_transact_write_items(handler)
    used = _used.setdefault(handler.dynamodb_backend, {})
    now = time.time()
    for old in [old for old, (at, _) in used.items() if at + WINDOW <= now]:
        del used[old]
    asked = json.dumps(handler.body["TransactItems"], sort_keys=True)
    if token in used:
        if used[token][1] != asked:
            raise IdempotentParameterMismatch
        return ActionResult({})
    result = _moto_transact_write_items(handler)
    used[token] = (now, asked)
    return result
