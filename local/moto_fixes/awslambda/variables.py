"""moto takes environment variables that Lambda refuses: reserved ones, and more than there is room for.

moto 5.2.5, `awslambda/models.py: LambdaFunction` checks nothing of `Environment`, whether the function is
created or updated. Can go when moto does.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html

Shown by test_reserved_variables_cannot_be_set
in tests/conformance/lambda/test_invoking.py.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from moto.awslambda.models import LambdaBackend
from moto.core.exceptions import JsonRESTError

from local.moto_fixes.mend import replace

#: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
RESERVED: Final = frozenset(
    {
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
    }
)

#: The room for all variables, in bytes of JSON.
#: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
ROOM: Final = 4096

_moto_create = LambdaBackend.create_function
_moto_update = LambdaBackend.update_function_configuration


class VariablesRefused(JsonRESTError):
    """Lambda would not set these variables."""

    def __init__(self, why: str) -> None:
        what = "Lambda was unable to configure your environment variables because the environment variables"
        super().__init__("InvalidParameterValueException", f"{what} {why}")


def install() -> None:
    """Mend moto."""
    replace(LambdaBackend, "create_function", _create_function)
    replace(LambdaBackend, "update_function_configuration", _update_function_configuration)


def _create_function(backend: LambdaBackend, spec: dict[str, Any]) -> object:
    _check(spec)
    return _moto_create(backend, spec)


def _update_function_configuration(
    backend: LambdaBackend, function_name: str, qualifier: str, body: dict[str, Any]
) -> object:
    _check(body)
    return _moto_update(backend, function_name, qualifier, body)


def _check(given: Mapping[str, Any]) -> None:
    variables = (given.get("Environment") or {}).get("Variables") or {}
    reserved = sorted(RESERVED.intersection(variables))
    if reserved:
        raise VariablesRefused(
            "you have provided contains reserved keys that are currently not supported for modification. "
            f"Reserved keys used in this request: {', '.join(reserved)}"
        )
    if len(json.dumps(variables, separators=(",", ":"), ensure_ascii=False).encode()) > ROOM:
        raise VariablesRefused("you have provided exceeded the 4KB limit.")
