"""What may befall a function between one call to its table and the next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class _Crash(BaseException):
    """The function is gone."""


@contextmanager
def crash_after(dynamodb: "DynamoDBClient", calls: int) -> Iterator[None]:
    """Let so many calls to the table land; with the last of them the function is gone, its answer unread."""

    def crash() -> None:
        raise _Crash

    with suppress(_Crash), meanwhile(dynamodb, calls, crash):
        yield


@contextmanager
def meanwhile(dynamodb: "DynamoDBClient", calls: int, happens: Callable[[], None]) -> Iterator[None]:
    """Between one call to the table and the next something else happens, once: after so many calls."""
    landed = 0

    def count(**_: object) -> None:
        nonlocal landed
        landed += 1
        if landed == calls:
            happens()

    dynamodb.meta.events.register("after-call.dynamodb", count)
    try:
        yield
    finally:
        dynamodb.meta.events.unregister("after-call.dynamodb", count)
