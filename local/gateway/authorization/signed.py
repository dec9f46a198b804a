"""AWS_IAM: the caller is whoever's keys signed the request, and IAM says what he may call.

https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
"""

from collections.abc import Callable

from local.gateway import refusals
from local.gateway.context import Caller, Context
from local.gateway.message import Request
from local.gateway.permissions import method_arn
from local.gateway.signature import BadSignature, Flaw, read, verify
from local.permissions import Guard, NotAllowed, Principal

_ERRORS = {
    Flaw.INCOMPLETE: "IncompleteSignatureException",
    Flaw.UNKNOWN_KEY: "UnrecognizedClientException",
}


class Signers:
    """Everybody whose signature counts.

    Args:
        guard: knows their keys, and who may call what.
        now: gives the time, in seconds since the epoch.
    """

    def __init__(self, guard: Guard, now: Callable[[], float]) -> None:
        self._guard = guard
        self._now = now

    def authorize(self, sent: Request, context: Context) -> Caller:
        """Return who signed a request, if he may call what he calls. Raises a Refusal.

        Args:
            sent: the request as it came off the wire.
        """
        try:
            signature = read(sent)
            found = self._guard.keys.find(signature.access_key)
            verify(
                sent,
                signature,
                {} if found is None else {signature.access_key: found.secret_key},
                region=context.api.region,
                service="execute-api",
                now=self._now(),
            )
        except BadSignature as error:
            if error.flaw == Flaw.MISSING:
                raise refusals.missing_authentication_token() from None
            name = _ERRORS.get(error.flaw, "InvalidSignatureException")
            raise refusals.invalid_signature(name, error.message) from None
        assert found is not None, "a signature that holds was made with a key that is known"
        self._require(found.principal, context)
        return Caller(user=found.principal, access_key=signature.access_key)

    def _require(self, principal: Principal, context: Context) -> None:
        """Let only those call who may: policies name the method and the path as they were called.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples-for-api-execution.html
        """
        account = context.api.account_id
        arn = method_arn(context, context.request.method, context.request.path)
        try:
            self._guard.require(principal, "execute-api:Invoke", arn)
        except NotAllowed as error:
            # All but the last digits of the account are kept to itself.
            masked = arn.replace(f":{account}:", f":********{account[-4:]}:")
            raise refusals.access_denied(str(error).replace(arn, masked)) from error
