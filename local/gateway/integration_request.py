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

STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


@dataclass(frozen=True)
class IntegrationRequest:
    """What an integration without proxy is asked.

    Attributes:
        uri: with its variables filled in.
        headers: names in lower case.
    """

    uri: str
    headers: Mapping[str, str]
    querystring: Mapping[str, str]
    body: str


def make_integration_request(exchange: Exchange) -> IntegrationRequest:
    """Return the integration's request. Raises the Refusal of a media type no template takes."""
    integration = exchange.route.method.integration
    template = _choose_template(integration, exchange.request)
    if template is None:
        body = exchange.request.body.decode(errors="replace")
    else:
        body = exchange.render(template, exchange.request.body)
    overrides = exchange.request_overrides
    headers = _mapped(exchange, "header") | dict(overrides.header)
    path = _mapped(exchange, "path") | dict(overrides.path)
    return IntegrationRequest(
        uri=_fill_in(integration.uri, path, exchange.context.api.stage.variables),
        headers={"accept": "application/json"} | {name.lower(): value for name, value in headers.items()},
        querystring=_mapped(exchange, "querystring") | dict(overrides.querystring),
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


def _mapped(exchange: Exchange, location: str) -> dict[str, str]:
    prefix = f"integration.request.{location}."
    sources = exchange.sources()
    values = {
        name.removeprefix(prefix): sources.value(expression)
        for name, expression in exchange.route.method.integration.parameters.items()
        if name.startswith(prefix)
    }
    return {name: value for name, value in values.items() if value}


def _fill_in(uri: str, path: Mapping[str, str], stage_variables: Mapping[str, str]) -> str:
    for name, value in path.items():
        uri = uri.replace(f"{{{name}}}", value)
    return STAGE_VARIABLE.sub(lambda match: stage_variables.get(match[1], ""), uri)
