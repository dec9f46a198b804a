"""The stream behind the HTTP interface, and the bucket behind the stream, through the AWS API alone."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from local.stack import LocalStack

FUNCTION = "telemetry-readings"
STREAM = f"offload-dev-{FUNCTION}"


@dataclass(frozen=True)
class TelemetryStream:
    """The stream of `stack`."""

    stack: LocalStack

    def put(self, *records: bytes, key: str = "any") -> None:
        """Put records past the HTTP interface."""
        for record in records:
            self.stack.client("kinesis").put_record(StreamName=STREAM, Data=record, PartitionKey=key)

    def give_up(self) -> None:
        """Let so much time pass that whatever fails has had all its retries."""
        self.stack.clock.advance(seconds=150)

    def discarded(self) -> dict[str, Any]:
        """Return what lies in the bucket of what was given up, by key: what Lambda tells, and the event."""
        s3 = self.stack.client("s3")
        found = s3.list_objects_v2(Bucket=self._bucket, Prefix="aws/lambda/").get("Contents", [])
        return {
            each["Key"]: json.loads(s3.get_object(Bucket=self._bucket, Key=each["Key"])["Body"].read())
            for each in found
        }

    def replay(self) -> Any:
        """Do what the operator's page says: invoke the function with each event that was given up.

        Returns the function's last answer.
        """
        answer = None
        for told in self.discarded().values():
            invoked = self.stack.client("lambda").invoke(
                FunctionName=STREAM, Payload=told["payload"].encode()
            )
            answer = json.loads(invoked["Payload"].read())
        return answer

    @cached_property
    def _bucket(self) -> str:
        (bucket,) = self.stack.client("s3").list_buckets()["Buckets"]
        return bucket["Name"]
