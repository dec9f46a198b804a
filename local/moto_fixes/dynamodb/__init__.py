"""Mends of moto.dynamodb: errors of conditions, records of streams, and the speed of updates."""

from local.moto_fixes.dynamodb import conditions, expressions, stream_records, stream_retention


def install() -> None:
    """Mend moto's DynamoDB."""
    for mend in (conditions, expressions, stream_records, stream_retention):
        mend.install()
