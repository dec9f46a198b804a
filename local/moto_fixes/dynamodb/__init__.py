"""Mends of moto.dynamodb: what it refuses and keeps, what its streams hold, and how long calls take."""

from local.moto_fixes.dynamodb import (
    batch_size,
    conditions,
    expressions,
    item_size,
    key_schema,
    last_page,
    numbers,
    page_size,
    partition_query,
    stream_answers,
    stream_records,
    stream_retention,
    transaction_backups,
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
        partition_query,
        stream_answers,
        stream_records,
        stream_retention,
        transaction_backups,
        transaction_tokens,
    ):
        mend.install()
