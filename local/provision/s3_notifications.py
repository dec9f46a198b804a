"""Amazon S3: whom a bucket tells of its objects' changes.

A template says it in the bucket, in CloudFormation's words. The CDK says it in a resource of its own, in the
words of S3's API, behind which it deploys a function that calls that API; here the API is called directly.
"""

from abc import abstractmethod

from pydantic import Field, JsonValue

from local.assembly import ReturnValues
from local.provision.errors import NotCreated
from local.provision.properties import Properties, deploy_only
from local.provision.resource_type import Place, ResourceType


class FilterRule(Properties):
    """A part of a key: its `prefix` or its `suffix`."""

    name: str
    value: str


class KeyRules(Properties):
    """Which keys are meant."""

    rules: list[FilterRule]


class KeyFilter(Properties):
    """Which objects are meant."""

    s3_key: KeyRules = Field(alias="S3Key")


class Configuration(Properties):
    """One destination, and what it is told."""

    event: str
    filter: KeyFilter | None = None

    @abstractmethod
    def destination(self) -> dict[str, JsonValue]:
        """Return the destination as the API takes it."""

    def request(self, *without: str) -> dict[str, JsonValue]:
        """Return the configuration in the API's terms."""
        request: dict[str, JsonValue] = {**self.destination(), "Events": [self.event]}
        if self.filter is not None and "filter" not in without:
            rules: list[JsonValue] = [rule.request() for rule in self.filter.s3_key.rules]
            request["Filter"] = {"Key": {"FilterRules": rules}}
        return request


class QueueConfiguration(Configuration):
    """What a queue is told."""

    queue: str

    def destination(self) -> dict[str, JsonValue]:
        """Return the queue."""
        return {"QueueArn": self.queue}


class FunctionConfiguration(Configuration):
    """What a function is told."""

    function: str

    def destination(self) -> dict[str, JsonValue]:
        """Return the function."""
        return {"LambdaFunctionArn": self.function}


class TopicConfiguration(Configuration):
    """What a topic is told."""

    topic: str

    def destination(self) -> dict[str, JsonValue]:
        """Return the topic."""
        return {"TopicArn": self.topic}


class EventBridgeConfiguration(Properties):
    """Whether EventBridge is told of everything."""

    event_bridge_enabled: bool = True


class NotificationConfiguration(Properties):
    """The notifications of a bucket, as a bucket says them."""

    event_bridge_configuration: EventBridgeConfiguration | None = None
    lambda_configurations: list[FunctionConfiguration] | None = None
    queue_configurations: list[QueueConfiguration] | None = None
    topic_configurations: list[TopicConfiguration] | None = None

    def request(self, *without: str) -> dict[str, JsonValue]:
        """Return the notifications in the API's terms."""
        groups = {
            "LambdaFunctionConfigurations": self.lambda_configurations,
            "QueueConfigurations": self.queue_configurations,
            "TopicConfigurations": self.topic_configurations,
        }
        request: dict[str, JsonValue] = {
            name: [each.request(*without) for each in group] for name, group in groups.items() if group
        }
        if (
            self.event_bridge_configuration is not None
            and self.event_bridge_configuration.event_bridge_enabled
        ):
            request["EventBridgeConfiguration"] = {}
        return request


class ApiKeyRules(Properties):
    """Which keys are meant, in the API's words."""

    filter_rules: list[FilterRule]


class ApiKeyFilter(Properties):
    """Which objects are meant, in the API's words."""

    key: ApiKeyRules


class ApiConfiguration(Properties):
    """One destination, and what it is told, in the API's words."""

    id: str | None = None
    events: list[str]
    filter: ApiKeyFilter | None = None
    queue_arn: str | None = None
    topic_arn: str | None = None
    lambda_function_arn: str | None = None


class ApiNotificationConfiguration(Properties):
    """The notifications of a bucket, in the API's words."""

    event_bridge_configuration: dict[str, JsonValue] | None = None
    lambda_function_configurations: list[ApiConfiguration] | None = None
    queue_configurations: list[ApiConfiguration] | None = None
    topic_configurations: list[ApiConfiguration] | None = None


class BucketNotifications(ResourceType):
    """Custom::S3BucketNotifications, the CDK's own."""

    bucket_name: str
    managed: bool = True
    notification_configuration: ApiNotificationConfiguration
    service_token: JsonValue = deploy_only("names the function that calls S3's API on AWS")
    skip_destination_validation: JsonValue = deploy_only(
        "a destination that does not exist is always refused"
    )

    def create(self, place: Place) -> ReturnValues:
        """Configure the bucket's notifications."""
        if not self.managed:
            raise NotCreated(place.resource, "the bucket is not of this template, and does not exist here")
        place.call(
            "s3",
            "put_bucket_notification_configuration",
            Bucket=self.bucket_name,
            NotificationConfiguration=self.notification_configuration.request(),
        )
        return ReturnValues(place.name(128), {})
