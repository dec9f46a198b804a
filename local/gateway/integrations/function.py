"""A Lambda function behind the gateway, by proxy: the whole request as an event, the whole response from it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import base64
import binascii
import json
import logging
import re
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from local.gateway import refusals
from local.gateway.api import RestApi
from local.gateway.exchange import Exchange
from local.gateway.integration_response import REMAPPED, remap
from local.gateway.integrations.function_event import proxy_event
from local.gateway.message import Headers, Response, media_type, values_of

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

logger = logging.getLogger(__name__)

URI = re.compile(r"arn:aws[\w-]*:apigateway:[\w-]+:lambda:path/[\d-]+/functions/(?P<function>.+)/invocations")
FIELDS = frozenset({"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"})


class Malformed(ValueError):
    """What a function returned is no proxy response."""


def answer_function(exchange: Exchange, uri: str, functions: "LambdaClient") -> Response:
    """Invoke the function at `uri` and return its response. Raises a Refusal where it gives none."""
    name = function_arn(uri)
    event = json.dumps(proxy_event(exchange.route, exchange.context)).encode()
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
        return _response(payload, exchange.context.api, exchange.request.header("Accept"))
    except Malformed as error:
        logger.error("%s returned no proxy response (%s): %s", name, error, payload.decode(errors="replace"))
        raise refusals.internal_error(502) from error


def function_arn(uri: str) -> str:
    """Return the ARN of the function an integration's URI names. Raises ValueError for another URI."""
    match = URI.fullmatch(uri)
    if match is None:
        raise ValueError(f"no Lambda integration: {uri}")
    return match["function"]


def _response(payload: bytes, api: RestApi, accept: str | None) -> Response:
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
    data = (body or "").encode(errors="replace")
    # Base64 reaches a caller as it is, unless what he accepts first is one of the API's binary types.
    if output.get("isBase64Encoded") is True and api.is_binary(media_type(accept)):
        try:
            data = base64.b64decode(data, validate=True)
        except binascii.Error as error:
            raise Malformed("isBase64Encoded, and the body is no Base64") from error
    return Response(int(status), remap(headers, REMAPPED), data)


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
