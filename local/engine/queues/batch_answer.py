"""What a function's answer to a batch of messages means for each of them.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

import json
from collections.abc import Collection

from local.engine.environment import Outcome


class MalformedAnswer(ValueError):
    """An answer that is not of the form Lambda asks for."""


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
        return _named(outcome.payload, items)
    except MalformedAnswer:
        return set(items)


def complaint(outcome: Outcome, items: Collection[str]) -> str | None:
    """Return what is wrong with the form of an answer to `items`, None if nothing is."""
    try:
        _named(outcome.payload, items)
    except MalformedAnswer as malformed:
        return str(malformed)
    return None


def _named(payload: bytes, items: Collection[str]) -> set[str]:
    """Return the items an answer names. Raises MalformedAnswer."""
    try:
        answer = json.loads(payload or b"null")
    except ValueError as error:
        raise MalformedAnswer("the answer is not JSON") from error
    if answer is None:
        return set()
    if not isinstance(answer, dict):
        raise MalformedAnswer("the answer is not an object")
    failures = answer.get("batchItemFailures")
    if failures is None:
        return set()
    if not isinstance(failures, list):
        raise MalformedAnswer("batchItemFailures is not a list")
    return {_identifier(failure, items) for failure in failures}


def _identifier(failure: object, items: Collection[str]) -> str:
    if not isinstance(failure, dict) or "itemIdentifier" not in failure:
        raise MalformedAnswer("an item of batchItemFailures has no itemIdentifier")
    identifier = failure["itemIdentifier"]
    if not isinstance(identifier, str) or identifier not in items:
        raise MalformedAnswer(f"itemIdentifier {identifier!r} is not in the batch")
    return identifier
