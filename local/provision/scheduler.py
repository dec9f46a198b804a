"""Amazon EventBridge Scheduler: schedules and their groups."""

from pydantic import JsonValue

from local.assembly import ReturnValues
from local.provision.events import DeadLetterConfig, RetryPolicy
from local.provision.properties import Properties, Tag, Text, deploy_only
from local.provision.resource_type import Place, ResourceType


class ScheduleGroup(ResourceType):
    """AWS::Scheduler::ScheduleGroup."""

    name: Text | None = None
    tags: list[Tag] | None = None

    def create(self, place: Place) -> ReturnValues:
        """Create the group."""
        name = self.name or place.name(64)
        tags = [tag.request() for tag in self.tags or ()]
        arn = place.call("scheduler", "create_schedule_group", Name=name, Tags=tags)["ScheduleGroupArn"]
        return ReturnValues(name, {"Arn": arn})


class FlexibleTimeWindow(Properties):
    """How late a schedule may be."""

    mode: str


class EventBridgeParameters(Properties):
    """What an event for a bus needs."""

    detail_type: str
    source: str


class KinesisParameters(Properties):
    """What a record for a stream needs."""

    partition_key: str


class SqsParameters(Properties):
    """What a message to a FIFO queue needs."""

    message_group_id: str | None = None


class Target(Properties):
    """What a schedule invokes."""

    arn: str
    dead_letter_config: DeadLetterConfig | None = None
    event_bridge_parameters: EventBridgeParameters | None = None
    input: str | None = None
    kinesis_parameters: KinesisParameters | None = None
    retry_policy: RetryPolicy | None = None
    role_arn: str
    sqs_parameters: SqsParameters | None = None


class Schedule(ResourceType):
    """AWS::Scheduler::Schedule."""

    description: Text | None = None
    end_date: Text | None = None
    flexible_time_window: FlexibleTimeWindow
    group_name: Text | None = None
    name: Text | None = None
    schedule_expression: str
    schedule_expression_timezone: str | None = None
    start_date: Text | None = None
    state: str | None = None
    target: Target
    kms_key_arn: JsonValue = deploy_only("inputs are not encrypted in this process's memory")

    def create(self, place: Place) -> ReturnValues:
        """Create the schedule."""
        name = self.name or place.name(64)
        arn = place.call("scheduler", "create_schedule", Name=name, **self.request("name"))["ScheduleArn"]
        return ReturnValues(name, {"Arn": arn})
