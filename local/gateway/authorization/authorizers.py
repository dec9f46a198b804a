"""Which way of telling a caller a method asks for, and what it says.

A preflight request carries no credentials; its OPTIONS method asks for none.
"""

from collections.abc import Callable

from local.gateway import refusals
from local.gateway.authorization.deciding_function import DecidingFunctions
from local.gateway.authorization.key_sets import KeySets
from local.gateway.authorization.signed import Signers
from local.gateway.authorization.user_pool import UserPools
from local.gateway.context import Caller, Context
from local.gateway.message import Request
from local.gateway.reading import ClientFactory
from local.gateway.routes import Route
from local.permissions import Guard


class Authorizers:
    """All ways of authorization.

    Args:
        clients: makes the AWS client of a service.
        guard: knows whose signatures count, and who may call what.
        now: gives the time, in seconds since the epoch.
    """

    def __init__(self, clients: ClientFactory, guard: Guard, now: Callable[[], float]) -> None:
        self._signers = Signers(guard, now)
        self._user_pools = UserPools(KeySets(clients), now)
        self._functions = DecidingFunctions(clients, now)

    def authorize(self, sent: Request, route: Route, context: Context) -> Caller:
        """Return who calls. Raises the Refusal of a caller who is unknown, or may not.

        Args:
            sent: the request as it came off the wire, and was signed.
        """
        method, api = route.method, context.api
        if method.authorization == "AWS_IAM":
            return self._signers.authorize(sent, context)
        if method.authorization == "NONE":
            return Caller()
        authorizer = api.authorizers.get(method.authorizer_id or "")
        if authorizer is None:
            raise refusals.authorizer_misconfigured()
        if method.authorization == "COGNITO_USER_POOLS":
            return self._user_pools.authenticate(sent, authorizer, method)
        return self._functions.authorize(authorizer, route, context)
