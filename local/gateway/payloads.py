"""Text, bytes and Base64: how a payload changes between the caller and an integration without proxy.

What is binary is told by its media type alone, and by the API's list of such types.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
"""

import base64
import binascii

from local.gateway import refusals
from local.gateway.api import ContentHandling, RestApi


def request_payload(
    api: RestApi, body: bytes, content_type: str | None, handling: ContentHandling | None
) -> bytes:
    """Return a caller's body as the integration gets it. Raises the Refusal of Base64 that is none."""
    if api.is_binary(content_type):
        return base64.b64encode(body) if handling == "CONVERT_TO_TEXT" else body
    return _decoded(body) if handling == "CONVERT_TO_BINARY" else _as_text(body)


def response_payload(
    api: RestApi,
    body: bytes,
    *,
    content_type: str | None,
    accepted: str | None,
    handling: ContentHandling | None,
) -> bytes:
    """Return an integration's answer as the caller gets it. Raises the Refusal of Base64 that is none.

    Args:
        content_type: of the answer.
        accepted: the first media type of the caller's Accept.
    """
    wants_binary = api.is_binary(accepted)
    if api.is_binary(content_type):
        to_text = handling == "CONVERT_TO_TEXT" or (handling is None and not wants_binary)
        return base64.b64encode(body) if to_text else body
    if handling == "CONVERT_TO_BINARY" or (handling is None and wants_binary):
        return _decoded(body)
    return _as_text(body)


def _decoded(body: bytes) -> bytes:
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise refusals.api_configuration_error() from error


def _as_text(body: bytes) -> bytes:
    return body.decode(errors="replace").encode()
