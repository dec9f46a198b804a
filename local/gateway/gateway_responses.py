"""How a refusal is rendered: the API's own gateway response, a default of its kind, or AWS's.

The templates are not Velocity: variables are put in, nothing is computed.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
"""

import json
import re
from collections.abc import Mapping

from local.gateway.api import BUILT_IN_RESPONSE, GatewayResponse
from local.gateway.message import Headers, Response, media_type
from local.gateway.parameters import Sources
from local.gateway.refusals import Refusal

#: What a template may name.
VARIABLE = re.compile(
    r"\$(context(?:\.[\w:-]*\w)+|stageVariables\.\w+|method\.request\.(?:header|path|querystring)\.[\w-]+)"
)


def render(refusal: Refusal, responses: Mapping[str, GatewayResponse], sources: Sources) -> Response:
    """Return the caller's response to a refused request."""
    chosen = _choose(refusal, responses)
    accepted = media_type(sources.request.header("Accept"))
    kind = next((k for k in (accepted, "application/json") if k in chosen.templates), None)
    if kind is None:
        kind = next(iter(chosen.templates), "application/json")
    template = chosen.templates.get(kind, "")
    headers = {"Content-Type": kind, "x-amzn-ErrorType": refusal.error}
    errors = _errors(refusal)
    for name, expression in chosen.parameters.items():
        value = errors[expression] if expression in errors else sources.value(expression)
        if value:
            headers[name.removeprefix("gatewayresponse.header.")] = value
    return Response(
        status=chosen.status or refusal.status,
        headers=_last_of_each(headers),
        body=_put_in(template, refusal, sources, quoted="json" in kind).encode(errors="replace"),
    )


def render_plain(refusal: Refusal) -> Response:
    """Return the response to a request that reached no API at all."""
    body = json.dumps({"message": refusal.message})
    headers = (("Content-Type", "application/json"), ("x-amzn-ErrorType", refusal.error))
    return Response(refusal.status, headers, body.encode())


def _choose(refusal: Refusal, responses: Mapping[str, GatewayResponse]) -> GatewayResponse:
    if refusal.type == "REQUEST_TOO_LARGE":
        # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
        return BUILT_IN_RESPONSE
    default = "DEFAULT_5XX" if refusal.status >= 500 else "DEFAULT_4XX"
    return responses.get(refusal.type) or responses.get(default) or BUILT_IN_RESPONSE


def _put_in(template: str, refusal: Refusal, sources: Sources, *, quoted: bool) -> str:
    """Put in the variables; within JSON, a value is written as it must be between quotes."""
    errors = _errors(refusal)

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name == "context.error.messageString":
            return json.dumps(refusal.message, ensure_ascii=False)
        text = errors[name] if name in errors else sources.value(name) or ""
        return json.dumps(text, ensure_ascii=False)[1:-1] if quoted else text

    return VARIABLE.sub(value, template)


def _errors(refusal: Refusal) -> Mapping[str, str]:
    """What is known of the error itself, by the expression it goes by; `messageString` is quoted already."""
    return {
        "context.error.message": refusal.message,
        "context.error.responseType": refusal.type,
        "context.error.validationErrorString": refusal.validation_error,
    }


def _last_of_each(headers: Mapping[str, str]) -> Headers:
    """One header of each name, whatever its case: what the API sets wins over what was there."""
    spelling = {name.lower(): (name, value) for name, value in headers.items()}
    return tuple(spelling.values())
