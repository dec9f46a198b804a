"""Errors that a service of AWS gives before it is asked anything, each in the protocol of the request.

The protocol shows in the request itself: JSON names its operation in X-Amz-Target, the query protocol in a
form, and all else is S3, whose errors have an XML of their own. Knows no service.
"""

import json
from uuid import uuid4
from xml.sax.saxutils import escape

from local.gateway.message import Request, Response, media_type

#: What errors of the JSON protocol that come from the door, not from a service, are named after.
_DOOR = "com.amazon.coral.service#"


def missing_signature(request: Request) -> Response:
    """Answer a request that nobody has signed."""
    if _is_json(request):
        return _json("MissingAuthenticationTokenException", "Request is missing Authentication Token")
    if _is_form(request):
        return _query(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
    return rest_xml(403, "AccessDenied", "Access Denied")


def unknown_operation(request: Request) -> Response:
    """Answer a request for what the service cannot do."""
    if _is_form(request):
        return _query(400, "InvalidAction", "The action is not valid for this web service")
    return _json("UnknownOperationException", "The operation is none of this service's")


def rest_xml(status: int, code: str, message: str) -> Response:
    """Answer as S3 does: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"""
    request_id = str(uuid4())
    error = f"<Code>{code}</Code><Message>{escape(message)}</Message><RequestId>{request_id}</RequestId>"
    return Response(
        status,
        (("Content-Type", "application/xml"), ("x-amz-request-id", request_id)),
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{error}</Error>'.encode(),
    )


def _is_json(request: Request) -> bool:
    return request.header("X-Amz-Target") is not None


def _is_form(request: Request) -> bool:
    return media_type(request.header("Content-Type")) == "application/x-www-form-urlencoded"


def _json(name: str, message: str) -> Response:
    return Response(
        400,
        (("Content-Type", "application/x-amz-json-1.0"), ("x-amzn-RequestId", str(uuid4()))),
        json.dumps({"__type": _DOOR + name, "message": message}).encode(),
    )


def _query(status: int, code: str, message: str) -> Response:
    request_id = str(uuid4())
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    return Response(
        status,
        (("Content-Type", "text/xml"), ("x-amzn-RequestId", request_id)),
        f"<ErrorResponse>{error}<RequestId>{request_id}</RequestId></ErrorResponse>".encode(),
    )
