"""Amazon SES: identities, configuration sets, and who hears what becomes of their mails."""

from pydantic import Field, JsonValue

from local.assembly import ReturnValues
from local.provision.properties import Properties, Tag, Text, deploy_only
from local.provision.resource_type import Place, ResourceType


class ConfigurationSetAttributes(Properties):
    """What an identity sends with unless a mail names another."""

    configuration_set_name: Text | None = None


class DkimAttributes(Properties):
    """Whether mails are signed."""

    signing_enabled: bool | None = None


class EmailIdentity(ResourceType):
    """AWS::SES::EmailIdentity."""

    email_identity: Text
    configuration_set_attributes: ConfigurationSetAttributes | None = None
    tags: list[Tag] | None = None
    dkim_attributes: DkimAttributes | None = deploy_only("no mail leaves this machine, so none is signed")
    dkim_signing_attributes: JsonValue = deploy_only("as above")
    feedback_attributes: JsonValue = deploy_only("nobody here gets mail about mail")
    mail_from_attributes: JsonValue = deploy_only("no mail leaves this machine")

    def create(self, place: Place) -> ReturnValues:
        """Create the identity; its owner has yet to agree."""
        name = self.email_identity
        attributes = self.configuration_set_attributes
        request = attributes.request() if attributes is not None else {}
        tags = [tag.request() for tag in self.tags or ()]
        place.call("sesv2", "create_email_identity", EmailIdentity=name, Tags=tags, **request)
        return ReturnValues(name, {"EmailIdentity": name})


class SendingOptions(Properties):
    """Whether mail may be sent with the set at all."""

    sending_enabled: bool | None = None


class SuppressionOptions(Properties):
    """Which mails put an address on the account's suppression list."""

    suppressed_reasons: list[str] | None = None


class ConfigurationSet(ResourceType):
    """AWS::SES::ConfigurationSet."""

    name: Text | None = None
    sending_options: SendingOptions | None = None
    suppression_options: SuppressionOptions | None = None
    tags: list[Tag] | None = None
    delivery_options: JsonValue = deploy_only("no mail leaves this machine")
    reputation_options: JsonValue = deploy_only("nobody here measures a reputation")
    tracking_options: JsonValue = deploy_only("nobody opens a mail here, nor follows its links")
    vdm_options: JsonValue = deploy_only("nobody here measures a reputation")

    def create(self, place: Place) -> ReturnValues:
        """Create the configuration set."""
        name = self.name or place.name(64)
        request = self.request("name", "tags")
        tags = [tag.request() for tag in self.tags or ()]
        place.call("sesv2", "create_configuration_set", ConfigurationSetName=name, Tags=tags, **request)
        return ReturnValues(name, {})


class EventBridgeDestination(Properties):
    """A bus; SES knows the default one only."""

    event_bus_arn: str


class EventDestination(Properties):
    """Who is told, and of what."""

    name: Text | None = None
    enabled: bool = False
    event_bridge_destination: EventBridgeDestination
    matching_event_types: list[str]


class ConfigurationSetEventDestination(ResourceType):
    """AWS::SES::ConfigurationSetEventDestination."""

    configuration_set_name: Text
    event_destination: EventDestination = Field()

    def create(self, place: Place) -> ReturnValues:
        """Create the event destination. The template names the types in camelCase, the API in capitals."""
        name = self.event_destination.name or place.name(64)
        kinds = [_capitals(kind) for kind in self.event_destination.matching_event_types]
        place.call(
            "sesv2",
            "create_configuration_set_event_destination",
            ConfigurationSetName=self.configuration_set_name,
            EventDestinationName=name,
            EventDestination={**self.event_destination.request("name"), "MatchingEventTypes": kinds},
        )
        return ReturnValues(name, {"Id": name})


def _capitals(kind: str) -> str:
    return "".join(f"_{letter}" if letter.isupper() else letter for letter in kind).upper()
