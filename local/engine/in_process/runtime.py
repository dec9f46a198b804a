"""What Lambda's Python runtime does around a handler: finds it, calls it, words results and errors in JSON.

Runs within the environment's surroundings. The wording of errors is Lambda's, since callers match on it.
https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html
"""

import decimal
import importlib
import json
import math
import sys
import traceback
from collections.abc import Callable, Sequence
from types import TracebackType

import greenlet

from local.engine.environment import Invocation, Outcome, exited
from local.engine.in_process.context import LambdaContext

Handler = Callable[[object, LambdaContext], object]


class Fault(Exception):
    """The runtime itself, not the handler, has a complaint.

    Args:
        type: the error's type, such as "Runtime.ImportModuleError".
        message: what is wrong.
    """

    def __init__(self, type: str, message: str) -> None:
        super().__init__(message)
        self.type = type


def find_handler(name: str) -> Handler:
    """Import and return the handler `name`, such as "functions.intake.handler.handle".

    Raises Fault where the runtime finds none, and whatever the import of the module raises.
    """
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}"
        ) from error
    except SyntaxError as error:
        raise Fault(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}"
        ) from error
    try:
        handler: Handler = getattr(module, function_name)
    except AttributeError as error:
        raise Fault(
            "Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'"
        ) from error
    return handler


def call(handler: Handler, invocation: Invocation, context: LambdaContext) -> Outcome:
    """Call `handler` and return what Lambda's caller gets; an error is printed as well."""
    try:
        return Outcome(_marshalled(handler(_unmarshalled(invocation.payload), context)))
    except (greenlet.GreenletExit, KeyboardInterrupt):
        raise  # the end of this whole process's work, not the handler's affair
    except BaseException as error:  # noqa: BLE001 - told to the caller, as Lambda does
        return failure(invocation, error)


def failure(invocation: Invocation, error: BaseException) -> Outcome:
    """Return the outcome of an invocation that raised `error`, and print the error as Lambda logs it.

    A handler that exits takes its environment with it; any other error leaves the environment as it is.
    """
    if not isinstance(error, Exception):
        status = _exit_status(error)
        return exited(invocation, f"exit status {status}" if status else "")
    if isinstance(error, Fault):
        name, frames = error.type, []
    else:
        name, frames = type(error).__name__, _frames(error.__traceback__)
    _print(name, str(error), frames)
    description = {
        "errorMessage": str(error),
        "errorType": name,
        "requestId": invocation.request_id,
        "stackTrace": frames,
    }
    return Outcome(json.dumps(description).encode(), failed=True)


def _exit_status(error: BaseException) -> int:
    """Return what the runtime's process would exit with."""
    if not isinstance(error, SystemExit):
        return 1
    return error.code if isinstance(error.code, int) else int(error.code is not None)


def _unmarshalled(payload: bytes) -> object:
    try:
        return json.loads(payload)
    except ValueError as error:
        raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error


def _marshalled(result: object) -> bytes:
    if isinstance(result, bytes):
        return result
    try:
        return json.dumps(result, ensure_ascii=False, default=_number).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def _number(value: object) -> float:
    """Return a Decimal as a number; JSON has one kind of them."""
    if not isinstance(value, decimal.Decimal):
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
    if value.is_nan():
        return math.nan
    return int(value) if value == value.to_integral_value() else float(value)


def _frames(trace: TracebackType | None) -> list[str]:
    """Return a traceback as text, beginning in the handler's module."""
    frames = traceback.extract_tb(trace)
    return traceback.format_list([frame for frame in frames if frame.filename != __file__])


def _print(name: str, message: str, frames: Sequence[str]) -> None:
    text = [f"[ERROR] {name}: {message}" if message else f"[ERROR] {name}"]
    if frames:
        text += ["Traceback (most recent call last):", *frames]
    sys.stdout.write("\n".join(line.rstrip("\n") for line in text) + "\n")
