"""moto takes an identity for verified as soon as it is there, and says at the same time that it is not.

moto 5.2.5, `ses/models.py: EmailIdentity` and `SESBackend._is_verified_address`. Here an identity is
pending until its owner confirms it (see `local.mail_identities`). Can go when moto lets it wait.

https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html

Shown by test_nobody_sends_from_an_address_before_its_owner_has_agreed
in tests/conformance/ses/test_senders.py.
"""

from collections.abc import Mapping
from typing import Any

from moto.ses.models import EmailIdentity, SESBackend
from moto.sesv2.models import SESV2Backend

from local.mail_identities import identity_of
from local.moto_fixes.mend import replace
from local.moto_fixes.sesv2.refusal import Refusal

_moto_create = SESBackend.create_email_identity_v2


def install() -> None:
    """Mend moto."""
    replace(SESBackend, "create_email_identity_v2", _create)
    replace(SESV2Backend, "get_email_identity", _get)
    replace(EmailIdentity, "get_response_object", property(_shown))


def is_verified(backend: SESBackend, address: str) -> bool:
    """Tell whether mail may be sent from an address, or in the sandbox to it."""
    identity = identity_of(backend, address)
    return identity is not None and identity.verified_for_sending_status


def _create(backend: SESBackend, email_identity: str, *others: Any) -> EmailIdentity:
    local, at, domain = email_identity.rpartition("@")
    name = f"{local}{at}{domain.lower()}"
    if name in backend.email_identities:
        raise Refusal("AlreadyExistsException", f"Email identity {email_identity} already exist.")
    identity = _moto_create(backend, name, *others)
    identity.feedback_forwarding_status = True
    return identity


def _get(backend: SESV2Backend, email_identity: str) -> EmailIdentity:
    identities = backend.core_backend.email_identities
    if email_identity not in identities:
        raise Refusal("NotFoundException", f"Email identity {email_identity} does not exist.")
    return identities[email_identity]


def _shown(identity: EmailIdentity) -> Mapping[str, Any]:
    return {
        "IdentityType": identity.identity_type,
        "FeedbackForwardingStatus": identity.feedback_forwarding_status,
        "VerifiedForSendingStatus": identity.verified_for_sending_status,
        "DkimAttributes": identity.dkim_attributes,
        "Policies": identity.policies,
        "Tags": identity.tags or [],
        "ConfigurationSetName": identity.configuration_set_name,
        "VerificationStatus": "SUCCESS" if identity.verified_for_sending_status else "PENDING",
    }
