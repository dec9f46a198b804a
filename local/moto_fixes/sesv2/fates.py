"""What becomes of mail that SES has taken, and the events by which the default bus hears of it.

Mail to the mailbox simulator has the fate of its address, mail to an address on the account's suppression
list bounces, and all other mail arrives: nobody reads it.
https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from moto.events.models import events_backends
from moto.moto_api._internal import mock_random
from moto.ses.models import ConfigurationSet

from local.moto_fixes.sesv2.account import Sending, SentMail
from local.moto_fixes.sesv2.addresses import bare
from local.moto_fixes.sesv2.event_destinations import DETAIL_TYPES, destinations_of
from local.moto_fixes.sesv2.simulator import simulated_fate

SOURCE: Final = "aws.ses"

#: The kind of an event, and what its detail has beside the mail.
_Happening = tuple[str, Mapping[str, Any]]


def decide_fates(
    mail: SentMail, found: ConfigurationSet | None, sending: Sending, *, account: str, region: str
) -> None:
    """Let something become of a mail, and publish the events that its configuration set wants."""
    if found is None:
        return
    arn = f"arn:aws:ses:{region}:{account}:configuration-set/{found.configuration_set_name}"
    about = _about(mail, found.configuration_set_name, account=account, region=region)
    for kind, detail in _happenings(mail, sending):
        if _is_told(found, kind):
            entry = {
                "Source": SOURCE,
                "DetailType": DETAIL_TYPES[kind],
                "Resources": [arn],
                "Detail": json.dumps({**detail, "mail": about}),
            }
            events_backends[account][region].put_events([entry])


def _is_told(found: ConfigurationSet, kind: str) -> bool:
    return any(
        destination["Enabled"] and kind in destination["MatchingEventTypes"]
        for destination in destinations_of(found).values()
    )


def _happenings(mail: SentMail, sending: Sending) -> Iterator[_Happening]:
    at = _timestamp(mail.at)
    yield "SEND", {"eventType": "Send", "send": {}}
    for address in map(bare, mail.recipients):
        match simulated_fate(address):
            case "bounce":
                yield _bounce(address, at, "Permanent", "General", "5.1.1", "smtp; 550 5.1.1 user unknown")
            case "suppressionlist":
                yield _bounce(address, at, "Permanent", "Suppressed", "5.1.1", _SUPPRESSED)
            case None if address.lower() in sending.suppressed:
                yield _bounce(address, at, "Permanent", "OnAccountSuppressionList", None, _ON_ACCOUNTS_LIST)
            case "complaint":
                yield _delivery(address, at)
                yield _complaint(address, at)
            case "ooto":
                yield _delivery(address, at)
                yield _bounce(address, at, "Transient", "General", None, None)
            case _:
                yield _delivery(address, at)


_SUPPRESSED: Final = (
    "Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an "
    "invalid address."
)
_ON_ACCOUNTS_LIST: Final = (
    "Amazon SES did not send the message to this address because it is on the suppression list for your "
    "account."
)


def _bounce(
    address: str, at: str, kind: str, subtype: str, status: str | None, diagnosis: str | None
) -> _Happening:
    recipient = {"emailAddress": address, "action": "failed", "status": status, "diagnosticCode": diagnosis}
    return "BOUNCE", {
        "eventType": "Bounce",
        "bounce": {
            "feedbackId": _feedback_id(),
            "bounceType": kind,
            "bounceSubType": subtype,
            "bouncedRecipients": [{name: value for name, value in recipient.items() if value is not None}],
            "timestamp": at,
            "reportingMTA": "dns; amazonses.com",
        },
    }


def _complaint(address: str, at: str) -> _Happening:
    return "COMPLAINT", {
        "eventType": "Complaint",
        "complaint": {
            "feedbackId": _feedback_id(),
            "complaintSubType": None,
            "complainedRecipients": [{"emailAddress": address}],
            "timestamp": at,
            "userAgent": "Amazon SES Mailbox Simulator",
            "complaintFeedbackType": "abuse",
            "arrivalDate": at,
        },
    }


def _delivery(address: str, at: str) -> _Happening:
    return "DELIVERY", {
        "eventType": "Delivery",
        "delivery": {
            "timestamp": at,
            "processingTimeMillis": 500,
            "recipients": [address],
            "smtpResponse": "250 2.6.0 Message received",
            "reportingMTA": "a8-70.smtp-out.amazonses.com",
        },
    }


def _about(mail: SentMail, configuration_set: str, *, account: str, region: str) -> Mapping[str, Any]:
    source, at = bare(mail.source), _timestamp(mail.at)
    recipients: Sequence[str] = [bare(address) for address in mail.recipients]
    headers = {"From": mail.source, "To": ", ".join(mail.recipients), "Subject": mail.subject or ""}
    return {
        "timestamp": at,
        "source": mail.source,
        "sourceArn": f"arn:aws:ses:{region}:{account}:identity/{source}",
        "sendingAccountId": account,
        "messageId": mail.message_id,
        "destination": recipients,
        "headersTruncated": False,
        "headers": [{"name": name, "value": value} for name, value in headers.items()],
        "commonHeaders": {
            "from": [mail.source],
            "to": list(mail.recipients),
            "messageId": mail.message_id,
            "subject": mail.subject or "",
        },
        "tags": {
            "ses:configuration-set": [configuration_set],
            "ses:from-domain": [source.rpartition("@")[2]],
        },
    }


def _feedback_id() -> str:
    return f"{mock_random.get_random_hex(16)}-{mock_random.uuid4()}-000000"


def _timestamp(instant: float) -> str:
    moment = dt.datetime.fromtimestamp(instant, dt.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
