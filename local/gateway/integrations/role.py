"""The credentials API Gateway signs with when it calls a service: of a session of the integration's role.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
"""

from botocore.credentials import Credentials

from local.gateway.exchange import Exchange
from local.gateway.permissions import SESSION, integrator
from local.permissions import Keys


class RoleSessions:
    """The sessions of all roles, one of each.

    Args:
        keys: gives out their credentials.
    """

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._sessions: dict[str, Credentials] = {}

    def credentials(self, exchange: Exchange) -> Credentials:
        """Return those of the role. Raises the Refusal of a role that it may not take on."""
        role = exchange.route.method.integration.credentials or ""
        integrator(exchange.route, exchange.context)
        if role not in self._sessions:
            session = self._keys.new_session(role, SESSION)
            self._sessions[role] = Credentials(session.access_key, session.secret_key, session.session_token)
        return self._sessions[role]
