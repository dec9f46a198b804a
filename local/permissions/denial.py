"""How a service words its refusal of a call that is not allowed, in the protocol the call came in.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

import json
from xml.sax.saxutils import escape

from moto.core.common_types import TYPE_RESPONSE
from moto.moto_api._internal import mock_random

from local.permissions.call import ApiCall
from local.permissions.evaluation import Verdict
from local.permissions.principal import Principal
from local.permissions.request import Need

_JSON = "application/x-amz-json-1.0"


def message(principal: Principal, need: Need, verdict: Verdict) -> str:
    """Return the sentence that says who may not do what, and why."""
    # SQS writes its actions in lower case, S3 its resources in quotes.
    action = need.action.lower() if need.action.startswith("sqs:") else need.action
    resource = f'"{need.resource}"' if need.action.startswith("s3:") else need.resource
    why = verdict.value.format(action=action)
    return f"User: {principal.arn} is not authorized to perform: {action} on resource: {resource} {why}"


def denial(call: ApiCall, principal: Principal, need: Need, verdict: Verdict) -> TYPE_RESPONSE:
    """Return the response to a call that is not allowed."""
    text = message(principal, need, verdict)
    if call.service == "s3" and not principal.account:
        text = "Access Denied"
    return error(call, text, code=_code(call), status=_status(call))


def error(call: ApiCall, text: str, *, code: str, status: int) -> TYPE_RESPONSE:
    """Return the response of the service to which `call` went, saying that it failed."""
    request_id = str(mock_random.uuid4())
    headers, body = _in_its_protocol(call, text, code, request_id)
    name = "x-amz-request-id" if call.service == "s3" else "x-amzn-RequestId"
    return status, {**headers, name: request_id}, body


def _in_its_protocol(call: ApiCall, text: str, code: str, request_id: str) -> tuple[dict[str, str], str]:
    """Return the headers and the body of an error."""
    if call.service == "s3":
        # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
        body = f"<Code>{code}</Code><Message>{escape(text)}</Message><RequestId>{request_id}</RequestId>"
        body = "" if call.method == "HEAD" else f"<Error>{body}</Error>"
        return {"Content-Type": "application/xml"}, body
    if call.header("X-Amz-Target"):
        headers = {"Content-Type": call.header("Content-Type") or _JSON}
        if call.service == "sqs":
            # The code of the older protocol comes along, and clients go by it.
            headers["x-amzn-query-error"] = f"{code};Sender"
            return headers, json.dumps({"__type": f"com.amazonaws.sqs#{code}", "message": text})
        return headers, json.dumps({"__type": code, "message": text, "Message": text})
    if call.operation:
        body = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(text)}</Message></Error>"
        body = f"<ErrorResponse>{body}<RequestId>{request_id}</RequestId></ErrorResponse>"
        return {"Content-Type": "text/xml"}, body
    return {"Content-Type": "application/json", "x-amzn-ErrorType": code}, json.dumps({"Message": text})


def _code(call: ApiCall) -> str:
    match call.service:
        case "sns":
            return "AuthorizationError"
        case "s3" | "sqs" | "sts" | "iam" | "monitoring":
            return "AccessDenied"
        case _:
            return "AccessDeniedException"


def _status(call: ApiCall) -> int:
    in_json = bool(call.header("X-Amz-Target")) and call.service != "sqs"
    return 400 if in_json else 403
