"""moto looks up every field of every record it answers with, under each name it might have.

moto 5.2.5, `dynamodbstreams/responses.py: DynamoDBStreamsHandler.get_records`: a millisecond for each record,
most of the time it takes to read a stream. Records are kept as the API words them, so here they are written
as they are. Can go when moto's serializer is as quick.

Shown by test_a_record_of_a_stream_costs_little_to_read
in tests/flow/local/moto_fixes/test_speed.py.
"""

import base64
import datetime as dt
import json

from moto.core.utils import unix_time
from moto.dynamodbstreams.responses import DynamoDBStreamsHandler

from local.moto_fixes.mend import replace

#: Records in an answer, unless the reader asks for fewer.
MOST_RECORDS = 1000


def install() -> None:
    """Mend moto."""
    replace(DynamoDBStreamsHandler, "get_records", _get_records)


def _get_records(response: DynamoDBStreamsHandler) -> str:
    limit = response._get_param("Limit") or MOST_RECORDS
    found = response.backend.get_records(response._get_param("ShardIterator"), limit)
    return json.dumps(found, default=_on_the_wire)


def _on_the_wire(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dt.datetime):
        return unix_time(value)
    raise TypeError(f"{value!r} has no place in a record")
