"""What calls to Amazon Cognito's user pools need: nothing, as far as they are open to everybody.

https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
"""

from local.permissions.call import ApiCall
from local.permissions.request import Need

#: What people ask of a pool themselves, with a password or a token and no key of AWS.
_OPEN = frozenset(
    {
        "ChangePassword",
        "ConfirmForgotPassword",
        "ConfirmSignUp",
        "ForgotPassword",
        "GetUser",
        "GlobalSignOut",
        "InitiateAuth",
        "ResendConfirmationCode",
        "RespondToAuthChallenge",
        "RevokeToken",
        "SignUp",
    }
)
_SIGNING_KEYS = "/.well-known/jwks.json"


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs, None for an operation that is not open to everybody."""
    is_open = call.operation in _OPEN or (call.method == "GET" and call.path.endswith(_SIGNING_KEYS))
    return () if is_open else None
