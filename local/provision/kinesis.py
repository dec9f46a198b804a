"""Amazon Kinesis Data Streams."""

from pydantic import JsonValue

from local.assembly import ReturnValues
from local.provision.properties import Properties, Tag, Text, deploy_only, tag_map
from local.provision.resource_type import Place, ResourceType

#: How long a new stream keeps its records, in hours.
_RETENTION = 24


class StreamMode(Properties):
    """Whether somebody counts the shards."""

    stream_mode: str


class Stream(ResourceType):
    """AWS::Kinesis::Stream."""

    name: Text | None = None
    retention_period_hours: int = _RETENTION
    shard_count: int | None = None
    stream_mode_details: StreamMode | None = None
    tags: list[Tag] | None = None
    desired_shard_level_metrics: JsonValue = deploy_only("no metrics of shards are kept")
    stream_encryption: JsonValue = deploy_only("records are not encrypted in this process's memory")

    def create(self, place: Place) -> ReturnValues:
        """Create the stream, then let it keep its records as long as it says."""
        name = self.name or place.name(128)
        request = self.request("name", "retention_period_hours", "tags")
        place.call("kinesis", "create_stream", StreamName=name, Tags=tag_map(self.tags), **request)
        if self.retention_period_hours > _RETENTION:
            place.call(
                "kinesis",
                "increase_stream_retention_period",
                StreamName=name,
                RetentionPeriodHours=self.retention_period_hours,
            )
        return ReturnValues(name, {"Arn": place.arn("kinesis", f"stream/{name}")})
