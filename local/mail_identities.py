"""Who may send mail: the identities of SES, and their owners, who agree to whatever a template asks of them.

On AWS the owner of an address gets a mail with a link, the owner of a domain makes entries in DNS. Here the
identities of a template count as confirmed when the stack starts; one that is made later stays pending until
somebody calls `confirm`.
https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
"""

from email.utils import parseaddr

from moto.ses.models import EmailIdentity, SESBackend, ses_backends

from local.account import ACCOUNT_ID, REGION


def identity_of(backend: SESBackend, address: str) -> EmailIdentity | None:
    """Return the identity that speaks for an address: the address itself, or its domain or one above that."""
    local, _, domain = parseaddr(address)[1].rpartition("@")
    labels = domain.lower().split(".")
    names = [f"{local}@{domain.lower()}", *(".".join(labels[first:]) for first in range(len(labels)))]
    return next((backend.email_identities[name] for name in names if name in backend.email_identities), None)


def confirm(identity: str) -> None:
    """Agree, as the owner of an identity, that this account sends mail in its name. Raises KeyError."""
    ses_backends[ACCOUNT_ID][REGION].email_identities[identity].verified_for_sending_status = True


def confirm_all() -> None:
    """Agree as the owner of every identity there is."""
    for identity in ses_backends[ACCOUNT_ID][REGION].email_identities:
        confirm(identity)
