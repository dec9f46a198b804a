"""Signing messages as Standard Webhooks says, so that a receiver knows who sent them and when.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets

_PREFIX = "whsec_"


def new_secret() -> str:
    """Return a secret of 32 random bytes, as a receiver configures it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(secret: str, message_id: str, body: str, *, now: float) -> dict[str, str]:
    """Return the headers that identify, date and sign one attempt.

    Args:
        secret: the webhook's.
        message_id: the same at each attempt.
        body: exactly what is sent.
        now: seconds since the epoch; receivers refuse what is minutes old.
    """
    timestamp = str(int(now))
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{digest}",
    }
