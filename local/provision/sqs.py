"""Amazon SQS: queues and their policies."""

from pydantic import Field, JsonValue

from local.assembly import ReturnValues
from local.provision.properties import Properties, Tag, Text, deploy_only, tag_map
from local.provision.resource_type import Place, ResourceType, document


class RedrivePolicy(Properties):
    """Where a message goes that was received too often. The names are in camelCase in the template, too."""

    dead_letter_target_arn: str = Field(alias="deadLetterTargetArn")
    max_receive_count: int = Field(alias="maxReceiveCount")


class RedriveAllowPolicy(Properties):
    """Which queues may name this one as where their messages go. The names are in camelCase, too."""

    redrive_permission: str = Field(alias="redrivePermission")
    source_queue_arns: list[str] | None = Field(default=None, alias="sourceQueueArns")


class Queue(ResourceType):
    """AWS::SQS::Queue."""

    queue_name: Text | None = None
    fifo_queue: bool | None = None
    content_based_deduplication: bool | None = None
    deduplication_scope: str | None = None
    fifo_throughput_limit: str | None = None
    delay_seconds: int | None = None
    maximum_message_size: int | None = None
    message_retention_period: int | None = None
    receive_message_wait_time_seconds: int | None = None
    visibility_timeout: int | None = None
    redrive_policy: RedrivePolicy | None = None
    redrive_allow_policy: RedriveAllowPolicy | None = None
    sqs_managed_sse_enabled: bool | None = None
    tags: list[Tag] | None = None
    kms_master_key_id: JsonValue = deploy_only("messages are not encrypted in this process's memory")
    kms_data_key_reuse_period_seconds: JsonValue = deploy_only("as the key")

    def create(self, place: Place) -> ReturnValues:
        """Create the queue with all its attributes at once."""
        name = self.queue_name or place.name(80, ".fifo" if self.fifo_queue else "")
        attributes = {
            key: value if isinstance(value, str) else _attribute(value)
            for key, value in self.request("queue_name", "tags").items()
        }
        reply = place.call(
            "sqs", "create_queue", QueueName=name, Attributes=attributes, tags=tag_map(self.tags)
        )
        url = reply["QueueUrl"]
        return ReturnValues(url, {"Arn": place.arn("sqs", name), "QueueName": name, "QueueUrl": url})


class QueuePolicy(ResourceType):
    """AWS::SQS::QueuePolicy."""

    policy_document: JsonValue
    queues: list[str]

    def create(self, place: Place) -> ReturnValues:
        """Give every queue the policy."""
        for url in self.queues:
            attributes = {"Policy": document(self.policy_document)}
            place.call("sqs", "set_queue_attributes", QueueUrl=url, Attributes=attributes)
        return ReturnValues(place.name(128), {})


def _attribute(value: JsonValue) -> str:
    return str(value).lower() if isinstance(value, bool) else document(value)
