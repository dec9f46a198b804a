"""From an integration's answer to the caller's response: selection, templates, header mappings, overrides.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
"""

import logging
import re

from local.gateway import refusals
from local.gateway.api import IntegrationResponse
from local.gateway.exchange import Exchange
from local.gateway.integrations.answer import Answer
from local.gateway.message import Headers, Response, media_type, values_of
from local.gateway.payloads import response_payload

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


#: The largest answer of an integration, in bytes.
MAX_ANSWER = 10 * 1024 * 1024


def make_response(exchange: Exchange, answer: Answer, selector: str | None) -> Response:
    """Return the caller's response to what an integration without proxy answered.

    Args:
        selector: what selection patterns look at: the status of a service, the error of a function; None
            where only the default response fits.

    Raises the Refusal of an API that has no integration response for it, or of an answer over 10 MB.
    """
    if len(answer.body) > MAX_ANSWER:
        logger.error("%s answered more than 10 MB", exchange.route.method.integration.uri)
        raise refusals.api_configuration_error()
    chosen = _choose(exchange, selector)
    accepted = media_type(exchange.request.header("Accept"))
    content_types = values_of(answer.headers, "Content-Type") or ["application/json"]
    payload = response_payload(
        exchange.context.api,
        answer.body,
        content_type=media_type(content_types[-1]),
        accepted=accepted,
        handling=chosen.content_handling,
    )
    kind, template = _choose_template(chosen, accepted)
    body = exchange.render(template, payload).encode(errors="replace") if template else payload
    sources = exchange.sources(answer)
    mapped = [
        (name.removeprefix("method.response.header."), value)
        for name, expression in chosen.parameters.items()
        for value in sources.values(expression)
        if value
    ]
    overrides = exchange.response_overrides
    overridden = {name.lower() for name in overrides.header}
    headers = [(name, value) for name, value in mapped if name.lower() not in overridden]
    headers += overrides.header.items()
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", kind))
    return Response(
        status=overrides.status or chosen.status,
        headers=remap(tuple(headers), REMAPPED_WITHOUT_PROXY),
        body=body,
    )


def remap(headers: Headers, names: frozenset[str]) -> Headers:
    """Rename the headers API Gateway keeps for itself."""
    return tuple(
        (f"x-amzn-Remapped-{name}" if name.lower() in names else name, value) for name, value in headers
    )


def _choose(exchange: Exchange, selector: str | None) -> IntegrationResponse:
    responses = exchange.route.method.integration.responses
    for response in responses:
        if selector is not None and response.pattern is not None and re.fullmatch(response.pattern, selector):
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
