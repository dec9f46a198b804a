"""moto runs a function's code in Docker, or answers with a canned sentence.

moto 5.2.5, `awslambda/models.py: LambdaFunction.invoke`. Here an invocation, from `lambda.invoke` as well as
from a state machine's task, reaches the invoker the engine registered. Can go when moto lets a program
answer invocations. Without a registered invoker moto behaves as it came. Nor is a response too large when
moto says so: `awslambda/responses.py: LambdaResponse.invoke` takes 6,000,000 bytes of memory for the limit.

Shown by test_an_invocation_reaches_the_invoker
in tests/flow/local/moto_fixes/test_lambda.py.
"""

import base64
import json
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Final

from moto.awslambda.models import LambdaFunction
from moto.core.exceptions import JsonRESTError

from local.moto_fixes.mend import replace

#: The largest payloads Lambda takes, in bytes, by invocation type.
#: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
PAYLOAD_LIMITS: Final = {"RequestResponse": 6 * 1024 * 1024, "Event": 1024 * 1024}


@dataclass(frozen=True)
class InvokeAnswer:
    """What an invocation answers.

    Attributes:
        payload: the handler's result, or the error's description, as JSON; empty for an `Event`.
        function_error: "Unhandled" where the function failed, else None.
        executed_version: the version that ran.
        log_tail: the last of the invocation's log, for callers that ask for it; empty for an `Event`.
    """

    payload: bytes
    function_error: str | None = None
    executed_version: str = "$LATEST"
    log_tail: bytes = b""


#: Takes the function's ARN, the payload and the invocation type ("RequestResponse" or "Event").
Invoker = Callable[[str, bytes, str], InvokeAnswer]

_invoker: Invoker | None = None
_moto_invoke = LambdaFunction.invoke


class _Measured(bytes):
    """A response that whoever answered has held to Lambda's limit, and moto need not measure."""

    def __sizeof__(self) -> int:
        return 0


class RequestTooLarge(JsonRESTError):
    """The payload is over Lambda's limit."""

    code = 413

    def __init__(self, limit: int) -> None:
        super().__init__(
            "RequestTooLargeException",
            f"Request must be smaller than {limit} bytes for the InvokeFunction operation",
        )


class UnknownInvocationType(JsonRESTError):
    """Lambda invokes in no such way."""

    def __init__(self, invocation_type: str) -> None:
        super().__init__(
            "ValidationException",
            f"1 validation error detected: Value '{invocation_type}' at 'invocationType' failed to satisfy "
            "constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
        )


class InvalidRequestContent(JsonRESTError):
    """The payload is no JSON."""

    def __init__(self, why: str) -> None:
        super().__init__("InvalidRequestContentException", f"Could not parse request body into json: {why}")


def set_invoker(invoker: Invoker | None) -> None:
    """Let `invoker` answer all invocations from now on; None gives them back to moto."""
    global _invoker
    _invoker = invoker


def install() -> None:
    """Mend moto."""
    replace(LambdaFunction, "invoke", _invoke)


def _invoke(
    function: LambdaFunction,
    body: str | bytes,
    request_headers: Mapping[str, str],
    response_headers: MutableMapping[str, str],
) -> str | bytes:
    if _invoker is None:
        text = body.decode() if isinstance(body, bytes) else body
        return _moto_invoke(function, text, request_headers, response_headers)
    invocation_type = request_headers.get("x-amz-invocation-type") or "RequestResponse"
    if invocation_type == "DryRun":
        return b""
    if invocation_type not in PAYLOAD_LIMITS:
        raise UnknownInvocationType(invocation_type)
    payload = (body.encode() if isinstance(body, str) else body) or b"{}"
    limit = PAYLOAD_LIMITS[invocation_type]
    if len(payload) > limit:
        raise RequestTooLarge(limit)
    try:
        json.loads(payload)
    except ValueError as error:
        raise InvalidRequestContent(str(error)) from error
    answer = _invoker(function.function_arn, payload, invocation_type)
    response_headers["x-amz-executed-version"] = answer.executed_version
    if invocation_type == "RequestResponse":
        # moto takes it out again where no LogType of "Tail" asks for it.
        response_headers["x-amz-log-result"] = base64.b64encode(answer.log_tail).decode()
    if answer.function_error is not None:
        response_headers["x-amz-function-error"] = answer.function_error
    return _Measured(answer.payload)
