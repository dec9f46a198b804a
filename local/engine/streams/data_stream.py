"""Kinesis data streams as a source of records.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
"""

import base64
import bisect
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from moto.kinesis.models import Stream, kinesis_backends

from local.clients import ClientFactory
from local.engine.filter_criteria import decoded
from local.engine.streams.source import Page, Record
from local.hub import Signal
from local.moto_fixes import arrivals

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration

#: The most records Kinesis gives in one call.
MOST_RECORDS = 10_000


class DataStream:
    """A data stream.

    Args:
        client: returns the boto3 client of a service.
        arn: the stream's ARN.
        role: the ARN of the function's role, as records name it.
    """

    data = "data"
    batch_info = "KinesisBatchInfo"

    def __init__(self, client: ClientFactory, arn: str, *, role: str) -> None:
        self._kinesis = client("kinesis")
        self._arn = arn
        self._role = role
        self._name = arn.rpartition("/")[2]
        stream = self._stream()
        self.retention = 0.0 if stream is None else stream.retention_period_hours * 3600.0

    def shards(self) -> Sequence[str]:
        """Return the ids of the shards, which never change here."""
        stream = self._stream()
        return [] if stream is None else list(stream.shards)

    def start(self, shard: str, configuration: "Configuration") -> str | None:
        """Return the sequence number after which a new mapping begins; None for the oldest record."""
        stream = self._stream()
        if stream is None:
            return None
        records = stream.get_shard(shard).records
        numbers, before = list(records), 0
        match configuration.get("StartingPosition"):
            case "LATEST":
                before = len(numbers)
            case "AT_TIMESTAMP":
                arrived = [record.created_at for record in records.values()]
                before = bisect.bisect_left(arrived, _instant(configuration["StartingPositionTimestamp"]))
        return str(numbers[before - 1]) if before else None

    def iterator(self, shard: str, after: str | None) -> str:
        """Return where the first page after a sequence number begins."""
        where: dict[str, Any] = {"ShardIteratorType": "TRIM_HORIZON"}
        if after is not None:
            where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "StartingSequenceNumber": after}
        answer = self._kinesis.get_shard_iterator(StreamName=self._name, ShardId=shard, **where)
        return answer["ShardIterator"]

    def read(self, shard: str, iterator: str, limit: int) -> Page:
        """Read a page of up to so many records."""
        answer = self._kinesis.get_records(
            StreamARN=self._arn, ShardIterator=iterator, Limit=min(limit, MOST_RECORDS)
        )
        return Page(
            [self._record(shard, record) for record in answer["Records"]], answer["NextShardIterator"]
        )

    def next_arrival(self) -> Signal:
        """Return the signal that the next record sets."""
        return arrivals.next_arrival(self._arn)

    def wake(self) -> None:
        """Set that signal now, as if a record had arrived."""
        arrivals.announce(self._arn)

    def _record(self, shard: str, record: Mapping[str, Any]) -> Record:
        arrived = record["ApproximateArrivalTimestamp"].timestamp()
        number = record["SequenceNumber"]
        content = {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": record["PartitionKey"],
            "sequenceNumber": number,
            "data": base64.b64encode(record["Data"]).decode(),
            "approximateArrivalTimestamp": round(arrived, 3),
        }
        event = {
            "kinesis": content,
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": f"{shard}:{number}",
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": self._role,
            "awsRegion": self._arn.split(":")[3],
            "eventSourceARN": self._arn,
        }
        filtered = {**content, "data": decoded(record["Data"].decode(errors="replace"))}
        return Record(number, record["PartitionKey"], arrived, event, filtered)

    def _stream(self) -> Stream | None:
        region, account = self._arn.split(":")[3:5]
        return kinesis_backends[account][region].streams.get(self._name)


def _instant(timestamp: object) -> float:
    return timestamp.timestamp() if isinstance(timestamp, dt.datetime) else float(str(timestamp))
