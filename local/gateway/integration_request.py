"""From the caller's request to the integration's: templates, parameter mappings, overrides.

https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from local.gateway import refusals
from local.gateway.api import Integration
from local.gateway.exchange import Exchange
from local.gateway.message import Request, media_type
from local.gateway.payloads import request_payload

STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


@dataclass(frozen=True)
class IntegrationRequest:
    """What an integration without proxy is asked.

    Attributes:
        uri: with its variables filled in.
        headers: names in lower case.
        querystring: name → values.
    """

    uri: str
    http_method: str
    headers: Mapping[str, str]
    querystring: Mapping[str, tuple[str, ...]]
    body: bytes


def make_integration_request(exchange: Exchange) -> IntegrationRequest:
    """Return the integration's request. Raises the Refusal of a media type no template takes."""
    integration, request = exchange.route.method.integration, exchange.request
    kind = media_type(request.header("Content-Type"))
    body = request_payload(exchange.context.api, request.body, kind, integration.content_handling)
    template = _choose_template(integration, request)
    if template is not None:
        body = exchange.render(template, body).encode(errors="surrogatepass")
    overrides = exchange.request_overrides
    headers = {name: ",".join(values) for name, values in _mapped(exchange, "header").items()}
    path = {name: values[-1] for name, values in _mapped(exchange, "path").items()}
    querystring = {name: (value,) for name, value in overrides.querystring.items()}
    return IntegrationRequest(
        uri=_fill_in(integration.uri, path | dict(overrides.path), exchange.context.api.stage.variables),
        http_method=integration.http_method or request.method,
        headers={"accept": "application/json"}
        | {name.lower(): value for name, value in (headers | dict(overrides.header)).items()},
        querystring=_mapped(exchange, "querystring") | querystring,
        body=body,
    )


def _choose_template(integration: Integration, request: Request) -> str | None:
    kind = media_type(request.header("Content-Type")) or "application/json"
    template = integration.templates.get(kind) or integration.templates.get("$default")
    if template:
        return template
    match integration.passthrough:
        case "NEVER":
            raise refusals.unsupported_media_type()
        case "WHEN_NO_TEMPLATES" if integration.templates:
            raise refusals.unsupported_media_type()
    return None


def _mapped(exchange: Exchange, location: str) -> dict[str, tuple[str, ...]]:
    prefix = f"integration.request.{location}."
    sources = exchange.sources()
    values = {
        name.removeprefix(prefix): sources.values(expression)
        for name, expression in exchange.route.method.integration.parameters.items()
        if name.startswith(prefix)
    }
    return {name: each for name, each in values.items() if any(each)}


def _fill_in(uri: str, path: Mapping[str, str], stage_variables: Mapping[str, str]) -> str:
    for name, value in path.items():
        uri = uri.replace(f"{{{name}}}", value)
    return STAGE_VARIABLE.sub(lambda match: stage_variables.get(match[1], ""), uri)
