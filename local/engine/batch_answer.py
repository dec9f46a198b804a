"""What a function's answer to a batch of messages means for each of them.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

import json
from collections.abc import Collection

from local.engine.environment import Outcome


def failed_items(outcome: Outcome, items: Collection[str], *, reports_failures: bool) -> set[str]:
    """Return which of the batch's items go back to their queue.

    An error sends all of them back. So does a malformed answer, if the mapping reads answers at all; an empty
    one is success.

    Args:
        outcome: of the invocation.
        items: the message ids of the batch.
        reports_failures: whether the mapping has ReportBatchItemFailures.
    """
    if outcome.failed:
        return set(items)
    if not reports_failures:
        return set()
    try:
        return _named(json.loads(outcome.payload or b"null"), items)
    except (ValueError, TypeError, LookupError):
        return set(items)


def _named(answer: object, items: Collection[str]) -> set[str]:
    """Return the items an answer names. Raises where it is not of the form Lambda asks for."""
    if answer is None:
        return set()
    if not isinstance(answer, dict):
        raise TypeError("an answer is an object")
    failures = answer.get("batchItemFailures")
    if failures is None:
        return set()
    if not isinstance(failures, list):
        raise TypeError("batchItemFailures is a list")
    named = {failure["itemIdentifier"] for failure in failures}
    if not named <= set(items):
        raise LookupError("an item is named that is not in the batch")
    return named
