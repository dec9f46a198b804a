"""From an integration's answer to the caller's response: selection, templates, header mappings, overrides.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
"""

import logging
import re

from local.gateway import refusals
from local.gateway.api import IntegrationResponse
from local.gateway.exchange import Exchange
from local.gateway.integrations.answer import Answer
from local.gateway.message import Headers, Response, media_type

logger = logging.getLogger(__name__)

#: Names that API Gateway keeps for itself, beside those it lets a proxy integration set:
#: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
REMAPPED = frozenset({"connection", "content-length", "date", "server"})
REMAPPED_WITHOUT_PROXY = REMAPPED | {
    "authorization",
    "content-md5",
    "expect",
    "host",
    "max-forwards",
    "proxy-authenticate",
    "trailer",
    "upgrade",
    "user-agent",
    "www-authenticate",
}


def make_response(exchange: Exchange, answer: Answer, selector: str) -> Response:
    """Return the caller's response to what an integration without proxy answered.

    Args:
        selector: what selection patterns look at: the status of a service, the error of a function.

    Raises the Refusal of an API that has no integration response for it.
    """
    chosen = _choose(exchange, selector)
    kind, template = _choose_template(chosen, media_type(exchange.request.header("Accept")))
    body = exchange.render(template, answer.body).encode(errors="replace") if template else answer.body
    sources = exchange.sources(answer)
    mapped = {
        name.removeprefix("method.response.header."): sources.value(expression)
        for name, expression in chosen.parameters.items()
    }
    overrides = exchange.response_overrides
    headers = {name: value for name, value in mapped.items() if value} | dict(overrides.header)
    if not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = kind
    return Response(
        status=overrides.status or chosen.status,
        headers=remap(tuple(headers.items()), REMAPPED_WITHOUT_PROXY),
        body=body,
    )


def remap(headers: Headers, names: frozenset[str]) -> Headers:
    """Rename the headers API Gateway keeps for itself."""
    return tuple(
        (f"x-amzn-Remapped-{name}" if name.lower() in names else name, value) for name, value in headers
    )


def _choose(exchange: Exchange, selector: str) -> IntegrationResponse:
    responses = exchange.route.method.integration.responses
    for response in responses:
        if response.pattern is not None and re.fullmatch(response.pattern, selector, re.DOTALL):
            return response
    for response in responses:
        if response.pattern is None:
            return response
    logger.error(
        "%s %s: no integration response fits %r, and there is no default",
        exchange.route.method.http_method,
        exchange.route.resource.path,
        selector,
    )
    raise refusals.api_configuration_error()


def _choose_template(response: IntegrationResponse, accepted: str | None) -> tuple[str, str]:
    """The media type and the template for what the caller accepts; an empty one passes the body through."""
    for kind in (accepted or "", "application/json", *response.templates):
        if kind in response.templates:
            return kind, response.templates[kind]
    return "application/json", ""
