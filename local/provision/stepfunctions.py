"""AWS Step Functions: state machines."""

import re

from pydantic import Field, JsonValue

from local.assembly import ReturnValues
from local.assembly.values import text
from local.provision.errors import NotCreated
from local.provision.properties import CamelProperties, CamelTag, Text, deploy_only
from local.provision.resource_type import Place, ResourceType, document

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z0-9_-]+)\}")


class S3Location(CamelProperties):
    """Where the definition is published."""

    bucket: str
    key: str


class LogGroupDestination(CamelProperties):
    """A log group."""

    log_group_arn: str


class LogDestination(CamelProperties):
    """Where the log is written."""

    cloud_watch_logs_log_group: LogGroupDestination


class LoggingConfiguration(CamelProperties):
    """What the state machine logs, and where."""

    destinations: list[LogDestination] | None = None
    include_execution_data: bool | None = None
    level: str | None = None


class TracingConfiguration(CamelProperties):
    """Whether executions are traced."""

    enabled: bool


class EncryptionConfiguration(CamelProperties):
    """With which key executions are encrypted."""

    kms_data_key_reuse_period_seconds: int | None = None
    kms_key_id: str | None = None
    type: str


class StateMachine(ResourceType, CamelProperties):
    """AWS::StepFunctions::StateMachine."""

    definition: JsonValue = None
    definition_s3_location: S3Location | None = Field(default=None, alias="DefinitionS3Location")
    definition_string: str | None = None
    definition_substitutions: dict[str, JsonValue] = Field(default_factory=dict)
    logging_configuration: LoggingConfiguration | None = None
    role_arn: str
    state_machine_name: Text | None = None
    state_machine_type: str | None = Field(
        default=None, validation_alias="StateMachineType", serialization_alias="type"
    )
    tags: list[CamelTag] | None = None
    tracing_configuration: TracingConfiguration | None = None
    encryption_configuration: EncryptionConfiguration | None = deploy_only(
        "executions are not encrypted in this process's memory"
    )

    def create(self, place: Place) -> ReturnValues:
        """Create the state machine; the service checks its definition."""
        name = self.state_machine_name or place.name(80)
        machine = place.call(
            "stepfunctions",
            "create_state_machine",
            name=name,
            definition=self._substituted(self._definition(place), place),
            **self.request(
                "definition",
                "definition_s3_location",
                "definition_string",
                "definition_substitutions",
                "state_machine_name",
            ),
        )
        arn = machine["stateMachineArn"]
        return ReturnValues(arn, {"Arn": arn, "Name": name})

    def _definition(self, place: Place) -> str:
        given = [
            document(self.definition) if self.definition is not None else None,
            self.definition_string,
            self._published(place) if self.definition_s3_location is not None else None,
        ]
        match [each for each in given if each is not None]:
            case [only]:
                return only
        raise NotCreated(place.resource, "it needs its definition in exactly one of the three ways")

    def _published(self, place: Place) -> str:
        location = self.definition_s3_location
        assert location is not None
        return place.asset(location.bucket, location.key).path.read_text()

    def _substituted(self, definition: str, place: Place) -> str:
        """Fill in the placeholders that have a value; others stay, since any text may look like one."""
        values = self.definition_substitutions
        here = place.resource.location.at("DefinitionSubstitutions")
        return _PLACEHOLDER.sub(
            lambda found: text(values[found[1]], here.at(found[1])) if found[1] in values else found[0],
            definition,
        )
