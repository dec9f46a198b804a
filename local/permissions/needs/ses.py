"""SES, for those who send. Both of its versions sign as `ses`; paths name the operations of the second.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
"""

from email.utils import parseaddr

from moto.ses.models import ses_backends

from local.account import ACCOUNT_ID
from local.mail_identities import identity_of
from local.permissions.call import ApiCall
from local.permissions.request import Keys, Need

_SEND = "/v2/email/outbound-emails"


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs: sending as an identity, and with a configuration set if one is named."""
    if call.method != "POST" or call.path != _SEND:
        return None
    keys = _keys(call)
    needed = [Need("ses:SendEmail", call.arn("ses", f"identity/{_identity(call)}"), keys)]
    name = call.parameters.get("ConfigurationSetName")
    if name:
        needed.append(Need("ses:SendEmail", call.arn("ses", f"configuration-set/{name}"), keys))
    return tuple(needed)


def _identity(call: ApiCall) -> str:
    """Return the identity that speaks for the sender; where there is none, SES refuses the address itself."""
    address = parseaddr(call.parameters.get("FromEmailAddress", ""))[1]
    identity = identity_of(ses_backends[ACCOUNT_ID][call.region], address)
    return address if identity is None else str(identity.email_identity)


def _keys(call: ApiCall) -> Keys:
    name, address = parseaddr(call.parameters.get("FromEmailAddress", ""))
    destination = call.parameters.get("Destination") or {}
    recipients = [each for kind in ("To", "Cc", "Bcc") for each in destination.get(f"{kind}Addresses") or ()]
    keys = {
        "ses:apiversion": ("2",),
        "ses:fromaddress": (address,),
        "ses:recipients": tuple(parseaddr(each)[1] for each in recipients),
    }
    return {**keys, "ses:fromdisplayname": (name,)} if name else keys
