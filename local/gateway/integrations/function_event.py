"""A request as Lambda functions see it: as the event of a proxy integration, or of an authorizer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
"""

import base64
from urllib.parse import unquote

from local.gateway.context import Context, Json
from local.gateway.message import Headers, Request, media_type, values_of
from local.gateway.routes import Route

#: Headers that belong to the connection and never reach a function.
DROPPED = frozenset(
    {
        "connection",
        "content-length",
        "content-md5",
        "expect",
        "max-forwards",
        "proxy-authenticate",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "www-authenticate",
    }
)


def request_event(route: Route, context: Context) -> dict[str, Json]:
    """Return what both kinds of event have."""
    request = context.request
    headers = _forwarded(request, context.trace_id)
    query = request.query_values()
    return {
        "resource": route.resource.path,
        "path": unquote(request.path),
        "httpMethod": request.method,
        "headers": dict(headers),
        "multiValueHeaders": {name: list(values_of(headers, name)) for name, _ in headers},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": {name: list(values) for name, values in query.items()} or None,
        "pathParameters": dict(route.path_parameters) or None,
        "stageVariables": dict(context.api.stage.variables) or None,
        "requestContext": context.as_json(),
    }


def proxy_event(route: Route, context: Context) -> dict[str, Json]:
    """Return the event of a proxy integration, with the body: as Base64 where its media type is binary."""
    request = context.request
    is_binary = context.api.is_binary(media_type(request.header("Content-Type")))
    body = base64.b64encode(request.body).decode() if is_binary else request.body.decode(errors="replace")
    encoded = is_binary and bool(body)
    return request_event(route, context) | {"body": body or None, "isBase64Encoded": encoded}


def _forwarded(request: Request, trace_id: str) -> Headers:
    _, _, port = (request.header("Host") or "").partition(":")
    added = (
        ("X-Amzn-Trace-Id", trace_id),
        ("X-Forwarded-For", request.source_ip),
        ("X-Forwarded-Port", port or "80"),
        ("X-Forwarded-Proto", "http"),
    )
    replaced = DROPPED | {name.lower() for name, _ in added}
    # A signature is for the gateway alone.
    kept = (
        (name, value)
        for name, value in request.headers
        if name.lower() not in replaced
        and not (name.lower() == "authorization" and value.startswith("AWS4-HMAC-SHA256"))
    )
    return (*kept, *added)
