"""The execution environment: where a function's code runs, behind one interface for every kind of it.

An environment is started for a function, does one invocation at a time, and keeps its state between them.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import json
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Invocation:
    """What an environment is given to do.

    Attributes:
        request_id: names the invocation.
        arn: as the caller named the function.
        payload: the event, JSON.
    """

    request_id: str
    arn: str
    payload: bytes


@dataclass(frozen=True)
class Outcome:
    """How an invocation ended.

    Attributes:
        payload: the handler's result, or the error's description, as JSON.
        failed: whether it is an error's description.
        died: whether the environment ended with it, and takes no further invocation.
        request_id: names the invocation.
    """

    payload: bytes
    failed: bool = False
    died: bool = False
    request_id: str = ""


class ExecutionEnvironment(Protocol):
    """One environment of one function."""

    def invoke(self, invocation: Invocation) -> Outcome:
        """Run the handler, importing it first if need be; wait for its end or for the function's timeout."""


def died(invocation: Invocation, error_type: str, message: str) -> Outcome:
    """Return the outcome of an invocation whose environment ended before it did.

    Lambda itself words the error then, not the runtime: there is no stack trace.
    """
    description = {
        "errorType": error_type,
        "errorMessage": f"RequestId: {invocation.request_id} Error: {message}",
    }
    return Outcome(json.dumps(description).encode(), failed=True, died=True)
