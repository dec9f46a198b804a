"""Sending mail."""

from dataclasses import dataclass

from infra.workload.errors import CatalogError
from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class SendMail:
    """The function sends as the workload's MailSender, and as nobody else.

    MAIL_FROM and CONFIGURATION_SET name what it sends with, MAILS_PER_SECOND how fast the stage may.
    https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
    """

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permission."""
        sender = surroundings.mail_sender
        if sender is None:
            raise CatalogError(f"workload {surroundings.workload!r}: it has no MailSender to send as")
        grantee.allow(
            "ses:SendEmail",
            on=sender.resource_arns,
            only_if={"StringEquals": {"ses:FromAddress": sender.address}},
        )
        grantee.tell(
            MAIL_FROM=sender.address,
            CONFIGURATION_SET=sender.configuration_set.configuration_set_name,
            MAILS_PER_SECOND=str(surroundings.foundation.settings.mails_per_second),
        )
