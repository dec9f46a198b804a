"""moto sends from whatever identity there is, to whatever address, and forgets half of a mail.

moto 5.2.5, `sesv2/responses.py: SESV2Response.send_email` keeps one body of two, reads no configuration set,
knows no quota, and answers with version 1's errors. Here a mail is refused as SES refuses it, kept whole, and
something becomes of it (see `fates`). Templates of SES's own and bulk mail are refused. Can go when moto does
so.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html

Shown by test_a_mail_goes_to_fifty_recipients_and_no_more
in tests/conformance/ses/test_senders.py.
"""

import base64
import json
from collections.abc import Mapping
from email import message_from_bytes
from typing import Any, Final

from moto.core.utils import unix_time
from moto.ses.models import ConfigurationSet, SESBackend
from moto.ses.utils import get_random_message_id
from moto.sesv2.responses import SESV2Response

from local.mail_identities import identity_of
from local.moto_fixes.mend import replace
from local.moto_fixes.sesv2.account import SentMail, sending_of
from local.moto_fixes.sesv2.addresses import bare, check_address
from local.moto_fixes.sesv2.configuration_sets import configuration_set
from local.moto_fixes.sesv2.fates import decide_fates
from local.moto_fixes.sesv2.identities import is_verified
from local.moto_fixes.sesv2.refusal import Refusal, bad_request
from local.moto_fixes.sesv2.simulator import is_simulated

#: https://docs.aws.amazon.com/ses/latest/dg/quotas.html
MOST_RECIPIENTS: Final = 50
LARGEST_BYTES: Final = 40 * 1024 * 1024

Request = Mapping[str, Any]


def install() -> None:
    """Mend moto."""
    replace(SESV2Response, "send_email", _send_email)


def _send_email(response: SESV2Response) -> str:
    request: Request = json.loads(response.body)
    backend = response.sesv2_backend.core_backend
    mail = _read(request)
    _check_recipients(mail)
    _check_identities(backend, mail, response.region)
    found = _configuration_set(response, mail)
    if found is not None and found.enabled.get("SendingEnabled") is False:
        raise Refusal(
            "SendingPausedException", f"Sending is paused for configuration set {mail.configuration_set}."
        )
    sending = sending_of(backend)
    sending.admit(len(mail.recipients))
    sending.mails.append(mail)
    decide_fates(mail, found, sending, account=backend.account_id, region=backend.region_name)
    return json.dumps({"MessageId": mail.message_id})


def _read(request: Request) -> SentMail:
    content, destination = request["Content"], request.get("Destination") or {}
    kinds = [kind for kind in ("Simple", "Raw", "Template") if content.get(kind)]
    if len(kinds) != 1:
        raise bad_request("Exactly one of Simple, Raw and Template must be specified.")
    if kinds == ["Template"]:
        raise bad_request("the local runtime has no templates of SES's own: render them yourself")
    recipients = [
        address for kind in ("To", "Cc", "Bcc") for address in destination.get(f"{kind}Addresses") or ()
    ]
    raw = base64.b64decode(content["Raw"]["Data"]) if "Raw" in content else None
    headers = message_from_bytes(raw or b"")
    simple = content.get("Simple") or {}
    body = simple.get("Body") or {}
    mail = SentMail(
        message_id=get_random_message_id(),
        at=unix_time(),
        source=request.get("FromEmailAddress") or str(headers.get("From", "")),
        recipients=tuple(recipients or map(str, headers.get_all("To", []))),
        subject=simple.get("Subject", {}).get("Data"),
        text=body.get("Text", {}).get("Data"),
        html=body.get("Html", {}).get("Data"),
        raw=raw,
        configuration_set=request.get("ConfigurationSetName"),
    )
    if raw is None and mail.text is None and mail.html is None:
        raise bad_request("The message has no body.")
    size = len(raw or b"") + sum(len((text or "").encode()) for text in (mail.text, mail.html, mail.subject))
    if size * 4 // 3 > LARGEST_BYTES:
        raise bad_request(f"Message length is more than {LARGEST_BYTES} bytes long: '{size * 4 // 3}'.")
    return mail


def _check_recipients(mail: SentMail) -> None:
    if not mail.recipients:
        raise bad_request("At least one recipient must be specified.")
    if len(mail.recipients) > MOST_RECIPIENTS:
        raise bad_request(f"Recipient count exceeds {MOST_RECIPIENTS}.")
    for address in (mail.source, *mail.recipients):
        check_address(address)


def _check_identities(backend: SESBackend, mail: SentMail, region: str) -> None:
    """Ask whether the sender agreed to send, and in the sandbox the recipients to receive."""
    asked = [mail.source]
    if sending_of(backend).in_sandbox:
        asked += [address for address in mail.recipients if not is_simulated(address)]
    failed = [address for address in asked if not is_verified(backend, address)]
    if failed:
        backend.rejected_messages_count += 1
        raise Refusal(
            "MessageRejected",
            "Email address is not verified. The following identities failed the check in region "
            f"{region.upper()}: {', '.join(failed)}",
        )


def _configuration_set(response: SESV2Response, mail: SentMail) -> ConfigurationSet | None:
    """Return the one that the request names, or else the one of its identity."""
    identity = identity_of(response.sesv2_backend.core_backend, bare(mail.source))
    name = mail.configuration_set or (identity.configuration_set_name if identity is not None else None)
    return None if name is None else configuration_set(response.sesv2_backend, name)
