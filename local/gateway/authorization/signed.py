"""AWS_IAM: the caller is the user whose keys signed the request.

https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
"""

from collections.abc import Callable, Sequence

from local.gateway import refusals
from local.gateway.context import Caller
from local.gateway.message import Request
from local.gateway.signature import BadSignature, Flaw, read, verify
from local.users import User, secrets

_ERRORS = {
    Flaw.INCOMPLETE: "IncompleteSignatureException",
    Flaw.UNKNOWN_KEY: "UnrecognizedClientException",
}


class Signers:
    """Everybody whose signature counts.

    Args:
        users: the people.
        now: gives the time, in seconds since the epoch.
    """

    def __init__(self, users: Sequence[User], now: Callable[[], float]) -> None:
        self._users = {user.access_key: user for user in users}
        self._secrets = secrets(tuple(users))
        self._now = now

    def authenticate(self, request: Request, region: str) -> Caller:
        """Return who signed a request, which must be as it was sent. Raises a Refusal."""
        try:
            signature = read(request)
            verify(request, signature, self._secrets, region=region, service="execute-api", now=self._now())
        except BadSignature as error:
            if error.flaw == Flaw.MISSING:
                raise refusals.missing_authentication_token() from None
            name = _ERRORS.get(error.flaw, "InvalidSignatureException")
            raise refusals.invalid_signature(name, error.message) from None
        return Caller(user=self._users[signature.access_key])
