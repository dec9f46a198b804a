"""Who mail is sent as, and where SES tells what became of it.

The events go to the account's default bus, which is the only one SES knows:
https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-eventbridge.html
"""

from aws_cdk import Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.settings import Settings, SettingsError


class MailSenderIdentity(Construct):
    """The identity of the stage's sender, and its configuration set.

    Deployed, SES mails a link to the address: before somebody follows it, SES refuses to send.

    Args:
        settings: say the address.
        short_name: of the configuration set.

    Raises:
        SettingsError: the stage has no address to send from.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings, short_name: str) -> None:
        super().__init__(scope, construct_id)
        if settings.mail_from is None:
            raise SettingsError(
                f"cdk.json: stages.{settings.stage}.mail_from is missing:"
                f" the workload {short_name!r} sends mail"
            )
        self.address = settings.mail_from
        self.configuration_set = ses.ConfigurationSet(
            self,
            "ConfigurationSet",
            configuration_set_name=settings.physical_name(short_name),
            # SES's own list as well: it knows of a bounce before our event of it has come.
            suppression_reasons=ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
            tls_policy=ses.ConfigurationSetTlsPolicy.REQUIRE,
            reputation_metrics=True,
        )
        self.configuration_set.add_event_destination(
            "Told",
            destination=ses.EventDestination.event_bus(
                events.EventBus.from_event_bus_name(self, "DefaultBus", "default")
            ),
            events=[ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.COMPLAINT],
        )
        ses.EmailIdentity(self, "Identity", identity=ses.Identity.email(self.address))

    @property
    def resource_arns(self) -> list[str]:
        """What a permission to send is about: the identity, and the configuration set."""
        return [
            Stack.of(self).format_arn(service="ses", resource="identity", resource_name=self.address),
            Stack.of(self).format_arn(
                service="ses",
                resource="configuration-set",
                resource_name=self.configuration_set.configuration_set_name,
            ),
        ]
