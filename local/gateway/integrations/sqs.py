"""SQS as an AWS service integration: a form, as SQS's query protocol takes it, and the answer it gives.

The form is read here and sent with an AWS client. The answer is JSON or XML, as the mapped Accept asks.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from local.gateway import refusals
from local.gateway.integration_request import IntegrationRequest
from local.gateway.integrations.answer import Answer

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

logger = logging.getLogger(__name__)

URI = re.compile(
    r"arn:aws[\w-]*:apigateway:(?P<region>[\w-]+):sqs:path/(?P<account>\d{12})/(?P<queue>[\w.-]+)"
)
NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/"
FORM = "application/x-www-form-urlencoded"
ATTRIBUTE = re.compile(r"Message(System)?Attributes?\.(\d+)\.(Name|Value\.(?:StringValue|DataType))")
RESULT = (
    "MD5OfMessageAttributes",
    "MD5OfMessageBody",
    "MD5OfMessageSystemAttributes",
    "MessageId",
    "SequenceNumber",
)


class Misused(ValueError):
    """A request that the integration's definition made wrong, whatever the caller sent."""


def answer_sqs(request: IntegrationRequest, sqs: "SQSClient", request_id: str) -> Answer:
    """Send what the form asks for and return SQS's answer. Raises a Refusal where it is no such form."""
    try:
        parameters = _parameters(request)
    except (ValueError, KeyError) as error:
        logger.error("%s: %s", request.uri, error)
        raise refusals.api_configuration_error() from error
    try:
        result: Mapping[str, object] = sqs.send_message(**parameters)
    except ParamValidationError as error:
        return _error(request, 400, "MissingParameter", str(error), request_id)
    except ClientError as error:
        reason = error.response["Error"]
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return _error(request, status, reason["Code"], reason.get("Message", ""), request_id)
    except BotoCoreError as error:
        logger.error("%s: %s", request.uri, error)
        raise refusals.integration_failure(504) from error
    return _document(
        request,
        200,
        {
            "SendMessageResponse": {
                "ResponseMetadata": {"RequestId": request_id},
                "SendMessageResult": {name: result.get(name) for name in RESULT},
            }
        },
    )


def _parameters(request: IntegrationRequest) -> dict[str, Any]:
    queue = URI.fullmatch(request.uri)
    if queue is None:
        raise Misused("the local gateway knows no such integration URI")
    if request.headers.get("content-type") != FORM:
        raise Misused(f"SQS takes a form: map integration.request.header.Content-Type to '{FORM}'")
    form = [
        *request.querystring.items(),
        *parse_qsl(request.body, keep_blank_values=True, errors="replace"),
    ]
    parameters: dict[str, Any] = {
        "QueueUrl": f"https://sqs.{queue['region']}.amazonaws.com/{queue['account']}/{queue['queue']}"
    }
    attributes: dict[tuple[str, str], dict[str, str]] = {}
    for name, value in form:
        if name in _CONVERSIONS:
            parameters[name] = _CONVERSIONS[name](value)
        elif match := ATTRIBUTE.fullmatch(name):
            attributes.setdefault((match[1] or "", match[2]), {})[match[3].removeprefix("Value.")] = value
        elif (name, value) != ("Action", "SendMessage") and name != "Version":
            raise Misused(f"the local gateway sends messages only, and none with {name}={value[:80]}")
    for (kind, _), attribute in attributes.items():
        parameters.setdefault(f"Message{kind}Attributes", {})[attribute.pop("Name")] = attribute
    return parameters


_CONVERSIONS: Mapping[str, Callable[[str], object]] = {
    "MessageBody": str,
    "MessageGroupId": str,
    "MessageDeduplicationId": str,
    "DelaySeconds": int,
}


def _error(request: IntegrationRequest, status: int, code: str, message: str, request_id: str) -> Answer:
    kind = "Sender" if status < 500 else "Receiver"
    error = {"Code": code, "Message": message, "Type": kind}
    if _wants_xml(request):
        return _document(request, status, {"ErrorResponse": {"Error": error, "RequestId": request_id}})
    return _document(request, status, {"Error": error, "RequestId": request_id})


def _document(request: IntegrationRequest, status: int, document: Mapping[str, object]) -> Answer:
    if _wants_xml(request):
        (name, members), *_ = document.items()
        root = _element(name, members)
        root.set("xmlns", NAMESPACE)
        body = ElementTree.tostring(root, encoding="utf-8")
        return Answer(status, (("Content-Type", "text/xml"),), body)
    return Answer(status, (("Content-Type", "application/json"),), json.dumps(document).encode())


def _element(name: str, value: object) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(value, dict):
        element.extend(_element(member, part) for member, part in value.items() if part is not None)
    else:
        element.text = str(value)
    return element


def _wants_xml(request: IntegrationRequest) -> bool:
    return "xml" in request.headers["accept"]
