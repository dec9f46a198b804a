"""CUSTOM: a Lambda function of the API decides, from a token or from the whole request, with a policy.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from local.gateway import refusals
from local.gateway.api import Authorizer
from local.gateway.authorization.verdict import Malformed, Verdict, read_verdict
from local.gateway.context import Caller, Context, Json
from local.gateway.integrations.function import function_arn
from local.gateway.integrations.function_event import request_event
from local.gateway.parameters import Sources
from local.gateway.permissions import PRINCIPAL, method_arn, take_on
from local.gateway.reading import ClientFactory
from local.gateway.routes import Route
from local.permissions import client_of, service_principal

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

logger = logging.getLogger(__name__)


class DecidingFunctions:
    """Asks functions, and keeps their verdicts as long as each authorizer says.

    Args:
        clients: makes the AWS client of a service.
        now: gives the time, in seconds since the epoch.
    """

    def __init__(self, clients: ClientFactory, now: Callable[[], float]) -> None:
        self._clients = clients
        self._now = now
        self._kept: dict[tuple[str, ...], tuple[float, Verdict]] = {}

    def authorize(self, authorizer: Authorizer, route: Route, context: Context) -> Caller:
        """Return the caller a function lets through. Raises the Refusal of any other."""
        identity = _identity(authorizer, route, context)
        api = context.api
        key = (api.id, api.stage.name, authorizer.id, *identity)
        opened, verdict = self._kept.get(key, (float("-inf"), None))
        if verdict is None or self._now() - opened >= authorizer.lifetime:
            verdict = self._ask(authorizer, _event(authorizer, identity, route, context), context)
            if identity:
                self._kept[key] = (self._now(), verdict)
        arn = method_arn(context, context.request.method, context.request.path)
        if verdict.denies(arn):
            raise refusals.access_denied(
                "User is not authorized to access this resource with an explicit deny"
            )
        if not verdict.allows(arn):
            raise refusals.access_denied()
        members: dict[str, Json] = {"principalId": verdict.principal, **verdict.context}
        return Caller(authorizer=members, usage_key=verdict.usage_key)

    def _ask(self, authorizer: Authorizer, event: Mapping[str, Json], context: Context) -> Verdict:
        api = context.api
        arn = f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.id}/authorizers/{authorizer.id}"
        role = authorizer.credentials
        caller = service_principal(PRINCIPAL, source_arn=arn) if role is None else take_on(role, arn)
        functions: LambdaClient = client_of(self._clients("lambda"), lambda: caller)
        try:
            invocation = functions.invoke(
                FunctionName=function_arn(authorizer.uri), Payload=json.dumps(event).encode()
            )
            payload = invocation["Payload"].read()
        except (ClientError, BotoCoreError) as error:
            logger.error("the authorizer %s could not be invoked: %s", authorizer.name, error)
            raise refusals.authorizer_misconfigured() from error
        if "FunctionError" in invocation:
            if json.loads(payload).get("errorMessage") == "Unauthorized":
                raise refusals.unauthorized()
            logger.error("the authorizer %s failed: %s", authorizer.name, payload.decode(errors="replace"))
            raise refusals.authorizer_failure()
        try:
            return read_verdict(payload)
        except Malformed as error:
            logger.error("the authorizer %s returned no verdict: %s", authorizer.name, error)
            raise refusals.authorizer_misconfigured() from error


def _identity(authorizer: Authorizer, route: Route, context: Context) -> tuple[str, ...]:
    """The values a verdict is kept under. Raises the Refusal of one that is absent or wrong."""
    sources = Sources(context.request, route.path_parameters, context)
    values = [sources.value(source) for source in authorizer.identity_sources]
    if not all(values):
        raise refusals.unauthorized()
    identity = tuple(value for value in values if value)
    if (
        authorizer.type == "TOKEN"
        and authorizer.pattern
        and not re.fullmatch(authorizer.pattern, identity[0])
    ):
        raise refusals.unauthorized()
    return identity


def _event(
    authorizer: Authorizer, identity: tuple[str, ...], route: Route, context: Context
) -> dict[str, Json]:
    arn = method_arn(context, context.request.method, context.request.path)
    event: dict[str, Json] = {"type": authorizer.type, "methodArn": arn}
    if authorizer.type == "TOKEN":
        return event | {"authorizationToken": identity[0]}
    return event | request_event(route, context)
