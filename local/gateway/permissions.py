"""In whose name API Gateway calls what is behind it: with a role where one is named, else in its own.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-iam-permissions-model-for-calling-api.html
"""

import logging

from local.gateway import refusals
from local.gateway.context import Context
from local.gateway.routes import Route
from local.permissions import Principal, role_session, service_principal, trusts

logger = logging.getLogger(__name__)

PRINCIPAL = "apigateway.amazonaws.com"
#: What API Gateway calls its sessions.
SESSION = "BackplaneAssumeRoleSession"


def method_arn(context: Context, method: str, path: str) -> str:
    """Return the ARN of a method of the call's stage, at a path."""
    api = context.api
    return f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.id}/{api.stage.name}/{method}{path}"


def integrator(route: Route, context: Context) -> Principal:
    """Return who calls a method's integration. Raises a Refusal where its role cannot be taken on."""
    source = method_arn(context, route.method.http_method, route.resource.path)
    role = route.method.integration.credentials
    return service_principal(PRINCIPAL, source_arn=source) if role is None else take_on(role, source)


def take_on(role: str, source: str) -> Principal:
    """Return a role's session on behalf of `source`, an ARN. Raises a Refusal where the role forbids it."""
    if not trusts(role, PRINCIPAL, source_arn=source):
        logger.error("API Gateway does not have permission to assume the provided role: %s", role)
        raise refusals.api_configuration_error()
    return role_session(role, SESSION)
