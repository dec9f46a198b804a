"""A Lambda function behind the gateway, by proxy: the whole request as an event, the whole response from it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import base64
import json
import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from botocore.exceptions import BotoCoreError, ClientError

from local.gateway import refusals
from local.gateway.context import Json
from local.gateway.exchange import Exchange
from local.gateway.integration_response import REMAPPED, remap
from local.gateway.message import Headers, Request, Response, values_of

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

logger = logging.getLogger(__name__)

URI = re.compile(r"arn:aws[\w-]*:apigateway:[\w-]+:lambda:path/[\d-]+/functions/(?P<function>.+)/invocations")
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
FIELDS = frozenset({"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"})


class Malformed(ValueError):
    """What a function returned is no proxy response."""


def answer_function(exchange: Exchange, uri: str, functions: "LambdaClient") -> Response:
    """Invoke the function at `uri` and return its response. Raises a Refusal where it gives none."""
    name = function_arn(uri)
    event = json.dumps(_event(exchange)).encode()
    try:
        invocation = functions.invoke(FunctionName=name, Payload=event)
        payload = invocation["Payload"].read()
    except (ClientError, BotoCoreError) as error:
        if isinstance(error, ClientError) and error.response["Error"]["Code"] == "AccessDeniedException":
            logger.error("API Gateway may not invoke the function: %s", error)
            raise refusals.api_configuration_error() from error
        logger.error("%s could not be invoked: %s", name, error)
        raise refusals.integration_failure(502) from error
    if "FunctionError" in invocation:
        logger.error("%s failed: %s", name, payload.decode(errors="replace"))
        raise refusals.internal_error(502)
    try:
        return _response(payload)
    except Malformed as error:
        logger.error("%s returned no proxy response (%s): %s", name, error, payload.decode(errors="replace"))
        raise refusals.internal_error(502) from error


def function_arn(uri: str) -> str:
    """Return the ARN of the function an integration's URI names. Raises ValueError for another URI."""
    match = URI.fullmatch(uri)
    if match is None:
        raise ValueError(f"no Lambda integration: {uri}")
    return match["function"]


def _event(exchange: Exchange) -> dict[str, Json]:
    request = exchange.request
    headers = _forwarded(request, exchange.context.trace_id)
    query = request.query_values()
    text, is_base64 = _body(request.body)
    return {
        "resource": exchange.route.resource.path,
        "path": unquote(request.path),
        "httpMethod": request.method,
        "headers": dict(headers),
        "multiValueHeaders": {name: list(values_of(headers, name)) for name, _ in headers},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": {name: list(values) for name, values in query.items()} or None,
        "pathParameters": dict(exchange.route.path_parameters) or None,
        "stageVariables": dict(exchange.context.api.stage.variables) or None,
        "requestContext": exchange.context.as_json(),
        "body": text,
        "isBase64Encoded": is_base64,
    }


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


def _body(body: bytes) -> tuple[str | None, bool]:
    try:
        return body.decode() or None, False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


def _response(payload: bytes) -> Response:
    try:
        output = json.loads(payload)
    except ValueError as error:
        raise Malformed("no JSON") from error
    if not isinstance(output, dict) or not output.keys() <= FIELDS:
        raise Malformed(f"an object with no fields but {', '.join(sorted(FIELDS))} is wanted")
    status = output.get("statusCode") or 200
    if not isinstance(status, int) and not (isinstance(status, str) and status.isdigit()):
        raise Malformed("statusCode is no whole number")
    body = output.get("body")
    if body is not None and not isinstance(body, str):
        raise Malformed("body is no string")
    headers = _headers(output)
    if not values_of(headers, "Content-Type"):
        headers = (("Content-Type", "application/json"), *headers)
    return Response(int(status), remap(headers, REMAPPED), (body or "").encode(errors="replace"))


def _headers(output: dict[str, object]) -> Headers:
    single, multiple = output.get("headers") or {}, output.get("multiValueHeaders") or {}
    if not isinstance(single, dict) or not isinstance(multiple, dict):
        raise Malformed("headers are no object")
    headers: list[tuple[str, str]] = []
    for name, values in multiple.items():
        if not isinstance(values, list):
            raise Malformed(f"the values of the header {name} are no list")
        headers += [(name, _header_text(name, value)) for value in values]
    spelling: dict[str, str] = {name.lower(): name for name in multiple}
    headers += [(spelling.get(name.lower()) or name, _header_text(name, single[name])) for name in single]
    return tuple(headers)


def _header_text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        raise Malformed(f"the value of the header {name} is no string")
    return value
