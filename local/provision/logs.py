"""Amazon CloudWatch Logs: log groups."""

from pydantic import JsonValue

from local.assembly import ReturnValues
from local.provision.properties import Tag, Text, deploy_only, tag_map
from local.provision.resource_type import Place, ResourceType


class LogGroup(ResourceType):
    """AWS::Logs::LogGroup."""

    log_group_name: Text | None = None
    retention_in_days: int | None = None
    tags: list[Tag] | None = None
    kms_key_id: JsonValue = deploy_only("log lines are not encrypted in this process's memory")
    log_group_class: JsonValue = deploy_only("a price for log lines")

    def create(self, place: Place) -> ReturnValues:
        """Create the log group and say how long it keeps what it is told."""
        name = self.log_group_name or place.name(512)
        place.call("logs", "create_log_group", logGroupName=name, tags=tag_map(self.tags))
        if self.retention_in_days is not None:
            days = self.retention_in_days
            place.call("logs", "put_retention_policy", logGroupName=name, retentionInDays=days)
        return ReturnValues(name, {"Arn": place.arn("logs", f"log-group:{name}:*")})
