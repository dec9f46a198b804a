"""Whether a function's own policy lets API Gateway invoke it for a method, as a deployed API needs it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-iam-permissions-model-for-calling-api.html
"""

import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from local.gateway.integrations.function import function_arn

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

PRINCIPAL = "apigateway.amazonaws.com"


def may_invoke(uri: str, method_arn: str, clients: Callable[[str], Any]) -> bool:
    """Tell whether API Gateway may invoke the function of an integration for the method of that ARN."""
    functions: LambdaClient = clients("lambda")
    try:
        policy = json.loads(functions.get_policy(FunctionName=function_arn(uri))["Policy"])
    except functions.exceptions.ResourceNotFoundException:
        return False
    return any(_allows(statement, method_arn) for statement in policy["Statement"])


def _allows(statement: dict[str, Any], method_arn: str) -> bool:
    principal = statement["Principal"]
    service = principal.get("Service") if isinstance(principal, dict) else principal
    source: str = statement.get("Condition", {}).get("ArnLike", {}).get("AWS:SourceArn", "*")
    return (
        statement["Effect"] == "Allow"
        and statement["Action"] in ("lambda:InvokeFunction", "lambda:*")
        and service in (PRINCIPAL, "*")
        and fnmatchcase(method_arn, source)
    )
