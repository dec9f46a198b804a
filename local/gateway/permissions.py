"""In whose name API Gateway calls an integration: with the role of its credentials, else in its own.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-iam-permissions-model-for-calling-api.html
"""

import logging

from local.gateway import refusals
from local.gateway.exchange import Exchange
from local.permissions import Principal, role_session, service_principal, trusts

logger = logging.getLogger(__name__)

PRINCIPAL = "apigateway.amazonaws.com"
#: What API Gateway calls its sessions.
_SESSION = "BackplaneAssumeRoleSession"


def integrator(exchange: Exchange) -> Principal:
    """Return who calls the integration of an exchange. Raises a Refusal where its role cannot be taken on."""
    route, api = exchange.route, exchange.context.api
    method = f"{api.id}/{api.stage.name}/{route.method.http_method}{route.resource.path}"
    source = f"arn:aws:execute-api:{api.region}:{api.account_id}:{method}"
    role = route.method.integration.credentials
    if role is None:
        return service_principal(PRINCIPAL, source_arn=source)
    if not trusts(role, PRINCIPAL, source_arn=source):
        logger.error("API Gateway does not have permission to assume the provided role: %s", role)
        raise refusals.api_configuration_error()
    return role_session(role, _SESSION)
