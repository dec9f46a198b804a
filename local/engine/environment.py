"""The execution environment: where a function's code runs, behind one interface for every kind of it.

An environment is started for a function, does one invocation at a time, and keeps its state between them.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import json
from dataclasses import dataclass
from typing import Final, Protocol

#: Lambda's largest response to a synchronous invocation, in bytes: 6 MB and a little.
#: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
RESPONSE_LIMIT: Final = 6 * 1024 * 1024 + 100

TIMED_OUT: Final = "Sandbox.Timedout"
EXITED: Final = "Runtime.ExitError"


@dataclass(frozen=True)
class Invocation:
    """What an environment is given to do.

    Attributes:
        request_id: names the invocation.
        arn: as the caller named the function.
        payload: the event, JSON.
        trace_id: names the trace it is part of, as X-Ray's header does.
    """

    request_id: str
    arn: str
    payload: bytes
    trace_id: str = ""


@dataclass(frozen=True)
class Outcome:
    """How an invocation ended.

    Attributes:
        payload: the handler's result, or the error's description, as JSON.
        failed: whether it is an error's description.
        died: whether the environment ended with it, and takes no further invocation.
        request_id: names the invocation.
        log_tail: the last of its log, as callers may ask for it.
    """

    payload: bytes
    failed: bool = False
    died: bool = False
    request_id: str = ""
    log_tail: bytes = b""

    @property
    def error(self) -> str:
        """The type of the error, of an invocation that failed."""
        return str(json.loads(self.payload).get("errorType", ""))

    @property
    def message(self) -> str:
        """The error's message, of an invocation that failed."""
        return str(json.loads(self.payload).get("errorMessage", ""))


class ExecutionEnvironment(Protocol):
    """One environment of one function."""

    def initialize(self, invocation: Invocation, timeout: float) -> Outcome | None:
        """Start, and import the handler, within `timeout` seconds.

        Returns None when the environment is ready; else the outcome of the invocation it was started for.
        """

    def invoke(self, invocation: Invocation) -> Outcome:
        """Run the handler of an environment that is ready; wait for its end or for the function's timeout."""

    def max_memory(self) -> int | None:
        """Return the most memory the environment has used, in MB; None where that cannot be told."""

    def end(self) -> None:
        """End the environment, whatever it is doing."""


def died(invocation: Invocation, error_type: str, message: str) -> Outcome:
    """Return the outcome of an invocation whose environment ended before it did.

    Lambda itself words the error then, not the runtime: there is no stack trace.
    """
    description = {
        "errorType": error_type,
        "errorMessage": f"RequestId: {invocation.request_id} Error: {message}",
    }
    return Outcome(json.dumps(description).encode(), failed=True, died=True)


def timed_out(invocation: Invocation, seconds: float) -> Outcome:
    """Return the outcome of an invocation that was ended after so many seconds."""
    return died(invocation, TIMED_OUT, f"Task timed out after {seconds:.2f} seconds")


def exited(invocation: Invocation, how: str) -> Outcome:
    """Return the outcome of an invocation whose process ended, `how` in words such as "signal: killed"."""
    reason = f"with error: {how}" if how else "without providing a reason"
    return died(invocation, EXITED, f"Runtime exited {reason}")


def too_large() -> Outcome:
    """Return the outcome of an invocation whose response is over the limit; the runtime ends by it."""
    message = f"Response payload size exceeded maximum allowed payload size ({RESPONSE_LIMIT} bytes)."
    description = {"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}
    return Outcome(json.dumps(description).encode(), failed=True, died=True)
