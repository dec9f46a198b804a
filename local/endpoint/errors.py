"""Errors that a service of AWS gives before it is asked anything, each in the protocol of the request.

The protocol shows in the request itself: JSON names its operation in X-Amz-Target, the query protocol in a
form; S3 has an XML of its own, and all else is JSON again.
"""

import json
from uuid import uuid4
from xml.sax.saxutils import escape

from local.gateway.message import Request, Response, media_type

#: What errors of the JSON protocol that come from the door, not from a service, are named after.
_DOOR = "com.amazon.coral.service#"


def missing_signature(request: Request) -> Response:
    """Answer a request that nobody has signed; which service it is for shows in its protocol alone."""
    if _is_json(request):
        return _json(400, "MissingAuthenticationTokenException", "Request is missing Authentication Token")
    if _is_form(request):
        return _query(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
    return rest_xml(403, "AccessDenied", "Access Denied")


def unknown_operation(request: Request) -> Response:
    """Answer a request for what no service of AWS can do."""
    if _is_form(request):
        return _query(400, "InvalidAction", "The action is not valid for this web service")
    return _json(400, "UnknownOperationException", "The operation is none of this service's")


def not_here(request: Request, service: str, what: str) -> Response:
    """Answer a request for what AWS can do and the local stack cannot.

    Args:
        request: asks for it.
        service: is asked for it, as signatures name it.
        what: cannot be done, for people to read.
    """
    message = f"The local stack does not do this: {what}"
    if _is_form(request):
        return _query(501, "NotImplemented", message)
    if service == "s3":
        return rest_xml(501, "NotImplemented", message)
    return _json(501, "NotImplementedException", message)


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


def _json(status: int, name: str, message: str) -> Response:
    return Response(
        status,
        (
            ("Content-Type", "application/x-amz-json-1.0"),
            ("x-amzn-RequestId", str(uuid4())),
            ("x-amzn-ErrorType", name),
        ),
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
