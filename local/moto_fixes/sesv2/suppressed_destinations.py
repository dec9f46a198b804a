"""moto has no suppression list of an account.

moto 5.2.5, `sesv2/responses.py: SESV2Response` lacks its four operations. Here mail to an address on the
list is taken and bounces. SES puts addresses there itself when mail bounces; here none does but to the
mailbox simulator, whose addresses never come onto the list. Can go when moto has it.

https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html

Shown by test_mail_to_an_address_on_the_accounts_suppression_list_bounces
in tests/conformance/ses/test_events.py.
"""

import json
from typing import Any, Final
from urllib.parse import unquote

from moto.core.utils import unix_time
from moto.sesv2.responses import SESV2Response

from local.moto_fixes.mend import add
from local.moto_fixes.sesv2.account import Sending, sending_of
from local.moto_fixes.sesv2.refusal import bad_request, not_found

_REASONS: Final = ("BOUNCE", "COMPLAINT")


def install() -> None:
    """Mend moto."""
    add(SESV2Response, "put_suppressed_destination", _put)
    add(SESV2Response, "get_suppressed_destination", _get)
    add(SESV2Response, "delete_suppressed_destination", _delete)
    add(SESV2Response, "list_suppressed_destinations", _list)


def _sending(response: SESV2Response) -> Sending:
    return sending_of(response.sesv2_backend.core_backend)


def _put(response: SESV2Response) -> str:
    asked = json.loads(response.body)
    if asked["Reason"] not in _REASONS:
        raise bad_request(f"Reason must be one of {', '.join(_REASONS)}.")
    _sending(response).suppressed[asked["EmailAddress"].lower()] = (asked["Reason"], unix_time())
    return json.dumps({})


def _get(response: SESV2Response) -> str:
    address = _named(response)
    return json.dumps({"SuppressedDestination": _shown(address, *_sending(response).suppressed[address])})


def _delete(response: SESV2Response) -> str:
    del _sending(response).suppressed[_named(response)]
    return json.dumps({})


def _list(response: SESV2Response) -> str:
    listed = [_shown(address, *entry) for address, entry in _sending(response).suppressed.items()]
    return json.dumps({"SuppressedDestinationSummaries": listed})


def _named(response: SESV2Response) -> str:
    address = unquote(response.path.rpartition("/")[2]).lower()
    if address not in _sending(response).suppressed:
        raise not_found(f"Email address {address} does not exist on your suppression list.")
    return address


def _shown(address: str, reason: str, at: float) -> dict[str, Any]:
    return {"EmailAddress": address, "Reason": reason, "LastUpdateTime": at}
