"""A page of a query or a scan is 4.6 % too small.

moto 5.2.5, `dynamodb/models/table.py: RESULT_SIZE_LIMIT`: 1,000,000 bytes. DynamoDB's page has 1 MB,
1,048,576 bytes:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
Can go when moto's is.

Shown by test_a_query_gives_1_mb_at_a_time
in tests/conformance/dynamodb/test_reading.py.
"""

from moto.dynamodb.models import table

from local.moto_fixes.mend import replace


def install() -> None:
    """Mend moto."""
    replace(table, "RESULT_SIZE_LIMIT", 1024 * 1024)
