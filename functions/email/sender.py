"""The sender: hands one mail to SES, and tells what may pass from what will not.

SES knows no idempotency keys. So its client repeats nothing by itself: a mail whose answer was lost may have
gone, and whoever tries again should know that they do.
https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from functions.email.contract import Recipient
from functions.email.errors import AccountSuspended, ConfigurationMissing, SenderNotVerified
from functions.email.headers import mailbox
from functions.email.rendering import Mail

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

UTF_8: Final = "UTF-8"


class RecipientRefused(Exception):
    """SES refuses this mail to this recipient, now and later; others may get theirs."""


class Throttled(Exception):
    """SES takes no more at the moment, from anybody in this account: try again after `seconds`."""

    def __init__(self, why: str, seconds: int) -> None:
        super().__init__(why)
        self.seconds = seconds


class Paused(Throttled):
    """SES, or a person, has stopped our sending for now; a person has to resume it."""


#: How long to leave SES alone, in seconds. The quota of a day frees itself little by little.
_BRIEFLY: Final = 5
_LONG: Final = 900

_FOR_GOOD: Final = {
    "AccountSuspendedException": AccountSuspended,
    "MailFromDomainNotVerifiedException": SenderNotVerified,
    "NotFoundException": ConfigurationMissing,
}


@dataclass(frozen=True)
class Sender:
    """Sends as one address.

    Args:
        ses: a client of SES v2.
        name: shown before the address.
        address: a verified one.
        configuration_set: says where SES reports what becomes of a mail.
    """

    ses: "SESV2Client"
    name: str
    address: str
    configuration_set: str

    def send(self, mail: Mail, recipient: Recipient) -> str:
        """Send one mail to one recipient, and return SES's message id.

        Raises:
            RecipientRefused: SES will never send this to them.
            PermanentError: SES will send nothing of ours, as it stands.
            Throttled: not now.
            ClientError, BotoCoreError: anything else, which may pass; the mail may have gone.
        """
        try:
            answer = self.ses.send_email(
                FromEmailAddress=mailbox(self.name, self.address),
                Destination={"ToAddresses": [mailbox(recipient.name, recipient.address)]},
                Content={
                    "Simple": {
                        "Subject": {"Data": mail.subject, "Charset": UTF_8},
                        "Body": {
                            "Text": {"Data": mail.text, "Charset": UTF_8},
                            "Html": {"Data": mail.html, "Charset": UTF_8},
                        },
                    }
                },
                ConfigurationSetName=self.configuration_set,
            )
        except ClientError as error:
            raise self._meaning(error) from error
        return answer["MessageId"]

    def _meaning(self, error: ClientError) -> Exception:
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
        if code in _FOR_GOOD:
            return _FOR_GOOD[code](message)
        if code == "SendingPausedException":
            return Paused(message, _LONG)
        if code in ("TooManyRequestsException", "LimitExceededException"):
            return Throttled(message, _LONG if "Daily" in message else _BRIEFLY)
        if code == "MessageRejected" and "not verified" in message and self.address in message:
            return SenderNotVerified(message)
        if code in ("BadRequestException", "MessageRejected"):
            return RecipientRefused(f"{code.removesuffix('Exception')}: {message}")
        return error
