"""DynamoDB's streams as a source of records.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
"""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import StreamShard

from local.clients import ClientFactory
from local.engine.streams.source import Page, Record
from local.hub import Signal
from local.moto_fixes import arrivals

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration

#: The most records DynamoDB gives in one call.
MOST_RECORDS = 1000


class TableStream:
    """The stream of a table.

    Args:
        client: returns the boto3 client of a service.
        arn: the stream's ARN.
    """

    retention = 24 * 3600.0
    data = "dynamodb"
    batch_info = "DDBStreamBatchInfo"

    def __init__(self, client: ClientFactory, arn: str) -> None:
        self._streams = client("dynamodbstreams")
        self._arn = arn
        self._table = arn.partition("/stream/")[0]

    def shards(self) -> Sequence[str]:
        """Return the ids of the shards: moto has one, as long as the table and its stream are there."""
        shard = self._shard()
        return [] if shard is None else [shard.id]

    def start(self, shard: str, configuration: "Configuration") -> str | None:
        """Return the sequence number after which a new mapping begins; None for the oldest record."""
        found = self._shard()
        if configuration.get("StartingPosition") != "LATEST" or found is None or found.id != shard:
            return None
        return str(found.starting_sequence_number + len(found.items) - 1)

    def iterator(self, shard: str, after: str | None) -> str:
        """Return where the first page after a sequence number begins."""
        where: dict[str, str] = {"ShardIteratorType": "TRIM_HORIZON"}
        if after is not None:
            where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": after}
        answer = self._streams.get_shard_iterator(StreamArn=self._arn, ShardId=shard, **where)
        return str(answer["ShardIterator"])

    def read(self, shard: str, iterator: str, limit: int) -> Page:
        """Read a page of up to so many records."""
        try:
            answer = self._streams.get_records(ShardIterator=iterator, Limit=min(limit, MOST_RECORDS))
        except ClientError as error:
            if error.response["Error"]["Code"] != "TrimmedDataAccessException":
                raise
            return self.read(shard, self.iterator(shard, None), limit)
        return Page(
            [_record(record, self._arn) for record in answer["Records"]], str(answer["NextShardIterator"])
        )

    def next_arrival(self) -> Signal:
        """Return the signal that the next record sets."""
        return arrivals.next_arrival(self._table)

    def wake(self) -> None:
        """Set that signal now, as if a record had arrived."""
        arrivals.announce(self._table)

    def _shard(self) -> StreamShard | None:
        region, account, resource = self._table.split(":")[3:6]
        table = dynamodb_backends[account][region].tables.get(resource.removeprefix("table/"))
        return None if table is None else table.stream_shard


def _record(record: Mapping[str, Any], arn: str) -> Record:
    change = dict(record["dynamodb"])
    arrived = change["ApproximateCreationDateTime"].timestamp()
    change["ApproximateCreationDateTime"] = int(arrived)
    for part in ("Keys", "NewImage", "OldImage"):
        if part in change:
            change[part] = {name: _json(value) for name, value in change[part].items()}
    event = {**record, "dynamodb": change, "eventSourceARN": arn}
    if "userIdentity" in record:
        identity = record["userIdentity"]
        event["userIdentity"] = {"type": identity["Type"], "principalId": identity["PrincipalId"]}
    key = json.dumps(change["Keys"], sort_keys=True)
    return Record(change["SequenceNumber"], key, arrived, event, event)


def _json(value: Any) -> Any:
    """Return an attribute's value with its bytes in base64, as JSON has to have them."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {name: _json(each) for name, each in value.items()}
    return [_json(each) for each in value] if isinstance(value, list) else value
