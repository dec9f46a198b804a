"""Tells a mapping's on-failure destination of the batches that were given up.

A queue and a topic hear where the records are, a bucket gets the records as well.
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
"""

import datetime as dt
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from botocore.exceptions import ClientError
from moto.moto_api._internal import mock_random

from local.clients import ClientFactory
from local.engine.environment import Outcome
from local.engine.streams.source import Record, Source
from local.engine.streams.stream_mapping import StreamMapping
from local.hub import Hub

_log = logging.getLogger(__name__)


class Condition(StrEnum):
    """Why a batch was given up."""

    RETRIES = "RetryAttemptsExhausted"
    AGE = "RecordAgeExceeded"


@dataclass(frozen=True)
class Discarded:
    """A batch that was given up.

    Attributes:
        shard: the shard's id.
        records: of the batch.
        condition: why.
        invocations: of the function with it.
        outcome: of the last one; None if there was none.
    """

    shard: str
    records: Sequence[Record]
    condition: Condition
    invocations: int
    outcome: Outcome | None


class FailureReports:
    """Reports to the destination of one mapping.

    Args:
        hub: gives the time.
        client: returns the boto3 client of a service.
        source: of the mapping.
        mapping: whose batches were given up.
    """

    def __init__(self, hub: Hub, client: ClientFactory, source: Source, mapping: StreamMapping) -> None:
        self._hub = hub
        self._client = client
        self._source = source
        self._mapping = mapping

    def send(self, discarded: Discarded) -> None:
        """Report a batch, if the mapping has a destination; what the destination refuses is lost."""
        destination = self._mapping.discard_to
        if destination is None:
            return
        try:
            self._send(destination, discarded)
        except ClientError as error:
            _log.warning("mapping %s: %s took no report: %s", self._mapping.uuid, destination, error)

    def _send(self, destination: str, discarded: Discarded) -> None:
        report = self._report(discarded)
        service, name = destination.split(":")[2], destination.rpartition(":")[2]
        if service == "s3":
            # Lambda wants to be allowed to list the bucket as well as to put into it.
            self._client("s3").head_bucket(Bucket=name)
            records = {"Records": [record.event for record in discarded.records]}
            body = json.dumps({**report, "payload": json.dumps(records)})
            self._client("s3").put_object(Bucket=name, Key=self._key(discarded.shard), Body=body.encode())
        elif service == "sns":
            self._client("sns").publish(TopicArn=destination, Message=json.dumps(report))
        else:
            # The role has to send, not to ask for the URL.
            region, account = destination.split(":")[3:5]
            url = f"https://sqs.{region}.amazonaws.com/{account}/{name}"
            self._client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(report))

    def _report(self, discarded: Discarded) -> dict[str, object]:
        first, last, outcome = discarded.records[0], discarded.records[-1], discarded.outcome
        report: dict[str, object] = {
            "requestContext": {
                "requestId": outcome.request_id if outcome is not None else str(mock_random.uuid4()),
                "functionArn": self._mapping.function,
                "condition": discarded.condition.value,
                "approximateInvokeCount": discarded.invocations,
            }
        }
        if outcome is not None:
            report["responseContext"] = {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled" if outcome.failed else None,
            }
        return report | {
            "version": "1.0",
            "timestamp": _timestamp(self._hub.now()),
            self._source.batch_info: {
                "shardId": discarded.shard,
                "startSequenceNumber": first.sequence_number,
                "endSequenceNumber": last.sequence_number,
                "approximateArrivalOfFirstRecord": _timestamp(first.arrived),
                "approximateArrivalOfLastRecord": _timestamp(last.arrived),
                "batchSize": len(discarded.records),
                "streamArn": self._mapping.stream,
            },
        }

    def _key(self, shard: str) -> str:
        now = dt.datetime.fromtimestamp(self._hub.now(), dt.UTC)
        folder = f"aws/lambda/{self._mapping.uuid}/{shard}/{now:%Y/%m/%d}"
        return f"{folder}/{now:%Y-%m-%dT%H.%M.%S}-{mock_random.uuid4()}"


def _timestamp(instant: float) -> str:
    written = dt.datetime.fromtimestamp(instant, dt.UTC).isoformat(timespec="milliseconds")
    return written.replace("+00:00", "Z")
