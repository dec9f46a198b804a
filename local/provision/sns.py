"""Amazon SNS: topics, their policies and subscriptions."""

from pydantic import JsonValue

from local.assembly import ReturnValues
from local.provision.properties import Properties, Tag, Text, deploy_only
from local.provision.resource_type import Place, ResourceType, document


class InlineSubscription(Properties):
    """A subscription within a topic."""

    endpoint: str
    protocol: str


class Topic(ResourceType):
    """AWS::SNS::Topic."""

    content_based_deduplication: bool | None = None
    display_name: Text | None = None
    fifo_topic: bool | None = None
    subscription: list[InlineSubscription] | None = None
    tags: list[Tag] | None = None
    topic_name: Text | None = None
    kms_master_key_id: JsonValue = deploy_only("messages are not encrypted in this process's memory")
    tracing_config: JsonValue = deploy_only("nothing is traced")

    def create(self, place: Place) -> ReturnValues:
        """Create the topic and its subscriptions."""
        name = self.topic_name or place.name(256, ".fifo" if self.fifo_topic else "")
        attributes = {
            key: str(value).lower() if isinstance(value, bool) else str(value)
            for key, value in self.request("topic_name", "tags", "subscription").items()
        }
        tags = [tag.request() for tag in self.tags or ()]
        arn = place.call("sns", "create_topic", Name=name, Attributes=attributes, Tags=tags)["TopicArn"]
        for each in self.subscription or ():
            place.call("sns", "subscribe", TopicArn=arn, **each.request())
        return ReturnValues(arn, {"TopicArn": arn, "TopicName": name})


class TopicPolicy(ResourceType):
    """AWS::SNS::TopicPolicy."""

    policy_document: JsonValue
    topics: list[str]

    def create(self, place: Place) -> ReturnValues:
        """Give every topic the policy."""
        for arn in self.topics:
            place.call(
                "sns",
                "set_topic_attributes",
                TopicArn=arn,
                AttributeName="Policy",
                AttributeValue=document(self.policy_document),
            )
        return ReturnValues(place.name(128), {})


class Subscription(ResourceType):
    """AWS::SNS::Subscription."""

    endpoint: str
    filter_policy: JsonValue = None
    filter_policy_scope: str | None = None
    protocol: str
    raw_message_delivery: bool | None = None
    redrive_policy: JsonValue = None
    topic_arn: str

    def create(self, place: Place) -> ReturnValues:
        """Subscribe the endpoint."""
        attributes = {
            key: str(value).lower() if isinstance(value, bool) else document(value)
            for key, value in self.request("endpoint", "protocol", "topic_arn").items()
        }
        arn = place.call(
            "sns",
            "subscribe",
            TopicArn=self.topic_arn,
            Protocol=self.protocol,
            Endpoint=self.endpoint,
            Attributes=attributes,
            ReturnSubscriptionArn=True,
        )["SubscriptionArn"]
        return ReturnValues(arn, {"Arn": arn})
