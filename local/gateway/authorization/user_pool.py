"""COGNITO_USER_POOLS: the caller sends a token of one of the authorizer's user pools.

An identity token counts where the method names no scope, an access token where it has one of the method's.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
"""

import json
import re
from collections.abc import Callable, Mapping

from local.gateway import refusals
from local.gateway.api import Authorizer, Method
from local.gateway.authorization.key_sets import KeySets
from local.gateway.context import Caller, Json
from local.gateway.message import Request

_POOL_ARN = re.compile(r"arn:aws[\w-]*:cognito-idp:(?P<region>[\w-]+):\d{12}:userpool/(?P<pool>.+)")


class UserPools:
    """Reads tokens.

    Args:
        key_sets: fetches the pools' public keys.
        now: gives the time, in seconds since the epoch.
    """

    def __init__(self, key_sets: KeySets, now: Callable[[], float]) -> None:
        self._key_sets = key_sets
        self._now = now

    def authenticate(self, request: Request, authorizer: Authorizer, method: Method) -> Caller:
        """Return whose token a request carries. Raises the Refusal of one that does not count."""
        (source,) = authorizer.identity_sources or ("method.request.header.Authorization",)
        value = request.header(source.removeprefix("method.request.header."))
        token = (value or "").removeprefix("Bearer ").strip()
        if not token or (authorizer.pattern and not re.fullmatch(authorizer.pattern, value or "")):
            raise refusals.unauthorized()
        claims = self._claims(token, authorizer)
        if claims.get("token_use") != ("access" if method.scopes else "id"):
            raise refusals.unauthorized()
        if method.scopes and not method.scopes & set(str(claims.get("scope", "")).split()):
            raise refusals.access_denied()
        expires = claims.get("exp")
        if not isinstance(expires, int | float) or self._now() >= expires:
            raise refusals.unauthorized("The incoming token has expired")
        return Caller(authorizer={"claims": {name: _text(value) for name, value in claims.items()}})

    def _claims(self, token: str, authorizer: Authorizer) -> Mapping[str, Json]:
        # Imported where they are needed: they take long, and few APIs have a pool.
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        for arn in authorizer.provider_arns:
            match = _POOL_ARN.fullmatch(arn)
            if match is None:
                raise refusals.authorizer_misconfigured()
            keys = KeySet.import_key_set(json.loads(self._key_sets.fetch(match["region"], match["pool"])))
            try:
                claims: Mapping[str, Json] = jwt.decode(token, keys, algorithms=["RS256"]).claims
            except (JoseError, ValueError):
                continue
            issuer = f"https://cognito-idp.{match['region']}.amazonaws.com/{match['pool']}"
            if claims.get("iss") == issuer:
                return claims
        raise refusals.unauthorized()


def _text(value: Json) -> str:
    """A claim as templates and functions see it: text, lists with commas between."""
    match value:
        case str():
            return value
        case list():
            return ",".join(map(_text, value))
        case _:
            return json.dumps(value)
