"""Operations that AWS refuses, whoever asks, where the role they hand to a service would not do.

The role has to be there, trust the service, and for a queue's mapping be allowed to receive.
"""

import json
import re
from collections.abc import Mapping

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.models import lambda_backends
from moto.core.common_types import TYPE_RESPONSE

from local.account import ACCOUNT_ID
from local.permissions import denial
from local.permissions.call import ApiCall
from local.permissions.judging import is_allowed
from local.permissions.principal import role_session, service_principal

_FUNCTIONS = re.compile(r"/\d{4}-\d\d-\d\d/functions(/[^/]+/configuration)?/?")
_MAPPINGS = re.compile(r"/\d{4}-\d\d-\d\d/event-source-mappings/?")
#: What Lambda has to be allowed on a queue or a stream it is to poll, by service.
#: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
#: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
#: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
POLLED = {
    "sqs": ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
    "dynamodb": ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"),
    "kinesis": (
        "DescribeStream",
        "DescribeStreamSummary",
        "GetRecords",
        "GetShardIterator",
        "ListShards",
    ),
}


def role_refused(call: ApiCall) -> TYPE_RESPONSE | None:
    """Return the refusal of a call whose role would not do, None for any other."""
    if call.service == "lambda" and call.method in ("POST", "PUT"):
        if _FUNCTIONS.fullmatch(call.path):
            return _function(call)
        if _MAPPINGS.fullmatch(call.path):
            return _mapping(call)
    if call.service == "states" and call.operation in ("CreateStateMachine", "UpdateStateMachine"):
        return _state_machine(call)
    return None


def trusts(role_arn: str, service: str, *, source_arn: str = "") -> bool:
    """Tell whether a role is there and lets an AWS service, such as "lambda.amazonaws.com", take it on."""
    principal = service_principal(service, source_arn=source_arn)
    return is_allowed(principal, "sts:AssumeRole", role_arn)


def _function(call: ApiCall) -> TYPE_RESPONSE | None:
    role = json.loads(call.body or b"{}").get("Role")
    if role is None or trusts(role, "lambda.amazonaws.com"):
        return None
    return _invalid(call, "The role defined for the function cannot be assumed by Lambda.")


def _mapping(call: ApiCall) -> TYPE_RESPONSE | None:
    mapping: Mapping[str, str] = json.loads(call.body or b"{}")
    source = mapping.get("EventSourceArn", "")
    service = source.split(":")[2] if source.count(":") > 2 else ""
    find = lambda_backends[ACCOUNT_ID][call.region]._lambdas.get_function_by_name_or_arn_with_qualifier
    try:
        function = find(mapping["FunctionName"])
    except UnknownFunctionException:
        return None
    session = role_session(function.role, function.function_name)
    for action in POLLED.get(service, ()):
        if not is_allowed(session, f"{service}:{action}", source):
            return _invalid(call, _cannot_poll(service, action, source))
    return None


def _cannot_poll(service: str, action: str, source: str) -> str:
    if service == "sqs":
        return f"The provided execution role does not have permissions to call {action} on SQS"
    return (
        f"Cannot access stream {source}. Please ensure the role can perform the GetRecords, "
        "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM."
    )


def _state_machine(call: ApiCall) -> TYPE_RESPONSE | None:
    role = call.parameters.get("roleArn")
    if role is None or trusts(role, "states.amazonaws.com"):
        return None
    text = (
        "Neither the global service principal states.amazonaws.com, nor the regional one "
        "is authorized to assume the provided role."
    )
    return denial.error(call, text, code="AccessDeniedException", status=400)


def _invalid(call: ApiCall, text: str) -> TYPE_RESPONSE:
    return denial.error(call, text, code="InvalidParameterValueException", status=400)
