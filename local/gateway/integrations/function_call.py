"""A Lambda function behind the gateway, without proxy: it gets what the mapping makes, its result is mapped.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html
"""

import json
import logging
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from local.gateway import refusals
from local.gateway.integration_request import IntegrationRequest
from local.gateway.integrations.answer import Answer
from local.gateway.integrations.function import function_arn

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

logger = logging.getLogger(__name__)

JSON = (("Content-Type", "application/json"),)


def call_function(request: IntegrationRequest, functions: "LambdaClient") -> tuple[Answer, str | None]:
    """Invoke the function of an integration; return its answer, and the message of the error where it failed.

    The mapped header `X-Amz-Invocation-Type: Event` asks for an asynchronous invocation:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-integration-async.html
    """
    name = function_arn(request.uri)
    kind = request.headers.get("x-amz-invocation-type", "RequestResponse")
    if kind not in ("Event", "RequestResponse"):
        logger.error("%s cannot be invoked as %s", name, kind)
        raise refusals.api_configuration_error()
    try:
        invocation = functions.invoke(
            FunctionName=name,
            InvocationType="Event" if kind == "Event" else "RequestResponse",
            Payload=request.body,
        )
        payload = invocation["Payload"].read()
    except (ClientError, BotoCoreError) as error:
        if isinstance(error, ClientError) and error.response["Error"]["Code"] == "AccessDeniedException":
            logger.error("API Gateway may not invoke the function: %s", error)
            raise refusals.api_configuration_error() from error
        logger.error("%s could not be invoked: %s", name, error)
        raise refusals.internal_error() from error
    answer = Answer(invocation["StatusCode"], JSON, payload)
    return answer, _error_message(payload) if "FunctionError" in invocation else None


def _error_message(payload: bytes) -> str:
    error = json.loads(payload)
    return str(error.get("errorMessage", "")) if isinstance(error, dict) else ""
