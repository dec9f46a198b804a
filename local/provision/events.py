"""Amazon EventBridge: buses, their policies, and rules, by pattern or by schedule."""

from pydantic import JsonValue

from local.assembly import ReturnValues
from local.provision.properties import Properties, Tag, Text, deploy_only
from local.provision.resource_type import Place, ResourceType, document


class DeadLetterConfig(Properties):
    """Where events go that could not be delivered."""

    arn: str | None = None


class LogConfig(Properties):
    """What the bus logs."""

    include_detail: str | None = None
    level: str | None = None


class EventBus(ResourceType):
    """AWS::Events::EventBus."""

    dead_letter_config: DeadLetterConfig | None = None
    description: Text | None = None
    name: Text
    tags: list[Tag] | None = None
    kms_key_identifier: JsonValue = deploy_only("events are not encrypted in this process's memory")
    log_config: LogConfig | None = deploy_only("the bus writes no log of its own")

    def create(self, place: Place) -> ReturnValues:
        """Create the bus."""
        bus = place.call("events", "create_event_bus", **self.request())
        return ReturnValues(self.name, {"Arn": bus["EventBusArn"], "Name": self.name})


class EventBusPolicy(ResourceType):
    """AWS::Events::EventBusPolicy, one statement of the bus's policy."""

    unique = False
    event_bus_name: str = "default"
    statement: dict[str, JsonValue]
    statement_id: Text

    def create(self, place: Place) -> ReturnValues:
        """Add the statement; its Sid is the resource's StatementId, whatever it says itself."""
        statement: JsonValue = {**self.statement, "Sid": self.statement_id}
        policy: JsonValue = {"Version": "2012-10-17", "Statement": [statement]}
        place.call("events", "put_permission", EventBusName=self.event_bus_name, Policy=document(policy))
        return ReturnValues(self.statement_id, {})


class InputTransformer(Properties):
    """How the target's input is made from an event."""

    input_paths_map: dict[str, str] | None = None
    input_template: str


class RetryPolicy(Properties):
    """How long, in seconds, and how often a delivery is tried."""

    maximum_event_age_in_seconds: int | None = None
    maximum_retry_attempts: int | None = None


class KinesisParameters(Properties):
    """What a record for a stream needs."""

    partition_key_path: str


class SqsParameters(Properties):
    """What a message to a FIFO queue needs."""

    message_group_id: str


class Target(Properties):
    """Whom a rule passes its events on to."""

    arn: str
    dead_letter_config: DeadLetterConfig | None = None
    id: Text
    input: str | None = None
    input_path: str | None = None
    input_transformer: InputTransformer | None = None
    kinesis_parameters: KinesisParameters | None = None
    retry_policy: RetryPolicy | None = None
    role_arn: str | None = None
    sqs_parameters: SqsParameters | None = None


class Rule(ResourceType):
    """AWS::Events::Rule."""

    description: Text | None = None
    event_bus_name: str | None = None
    event_pattern: JsonValue = None
    name: Text | None = None
    role_arn: str | None = None
    schedule_expression: str | None = None
    state: str | None = None
    tags: list[Tag] | None = None
    targets: list[Target] | None = None

    def create(self, place: Place) -> ReturnValues:
        """Create the rule and its targets."""
        name = self.name or place.name(64)
        request = self.request("name", "targets")
        if self.event_pattern is not None:
            request["EventPattern"] = document(self.event_pattern)
        arn = place.call("events", "put_rule", Name=name, **request)["RuleArn"]
        bus = self.event_bus_name or "default"
        if self.targets:
            targets = [target.request() for target in self.targets]
            place.call("events", "put_targets", Rule=name, EventBusName=bus, Targets=targets)
        return ReturnValues(name if bus == "default" else f"{bus}|{name}", {"Arn": arn})
