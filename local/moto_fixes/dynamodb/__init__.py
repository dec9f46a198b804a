"""Mends of moto.dynamodb: what it refuses and keeps, what its streams hold, and the speed of updates."""

from local.moto_fixes.dynamodb import (
    batch_size,
    conditions,
    expressions,
    item_size,
    key_schema,
    last_page,
    numbers,
    page_size,
    stream_answers,
    stream_records,
    stream_retention,
    transaction_tokens,
)


def install() -> None:
    """Mend moto's DynamoDB."""
    for mend in (
        batch_size,
        conditions,
        expressions,
        item_size,
        key_schema,
        last_page,
        numbers,
        page_size,
        stream_answers,
        stream_records,
        stream_retention,
        transaction_tokens,
    ):
        mend.install()
