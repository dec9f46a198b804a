"""Lambda, whose operations are methods on paths.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
"""

import re

from local.permissions.call import ApiCall
from local.permissions.request import Need

_FUNCTION = re.compile(r"/\d{4}-\d\d-\d\d/functions/([^/]+)(/invocations|/configuration)?/?")


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs."""
    function = _FUNCTION.fullmatch(call.path)
    if function is None:
        return None
    match call.method, function[2]:
        case "POST", "/invocations":
            # The action has the name of the older operation.
            return (Need("lambda:InvokeFunction", _arn(call, function[1])),)
        case "GET", None:
            return (Need("lambda:GetFunction", _arn(call, function[1])),)
        case "GET", "/configuration":
            return (Need("lambda:GetFunctionConfiguration", _arn(call, function[1])),)
    return None


def _arn(call: ApiCall, name: str) -> str:
    """Return the ARN of a function named by its name, its ARN or a part of that, with its qualifier."""
    qualifier = call.query.get("Qualifier", "")
    if not name.startswith("arn:"):
        name = call.arn("lambda", f"function:{name.rpartition('function:')[2]}")
    return f"{name}:{qualifier}" if qualifier else name
