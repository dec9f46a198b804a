"""The API operation Invoke: waits for the outcome of an invocation, or accepts an event for later.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

from local.engine.invocations.asynchronous import AsynchronousInvocations
from local.engine.invocations.functions import Functions
from local.engine.invocations.invoker import Invoker
from local.hub import Hub
from local.moto_fixes.awslambda.invoke import InvokeAnswer


class InvokeApi:
    """Answers the operation.

    Args:
        hub: gives the turns.
        functions: what is known of each function.
        invoker: invokes functions.
        asynchronous: keeps events for later.
    """

    def __init__(
        self, hub: Hub, functions: Functions, invoker: Invoker, asynchronous: AsynchronousInvocations
    ) -> None:
        self._hub = hub
        self._functions = functions
        self._invoker = invoker
        self._asynchronous = asynchronous

    def answer(self, arn: str, payload: bytes, invocation_type: str) -> InvokeAnswer:
        """Answer at the end of a "RequestResponse", at once for an "Event"."""
        version = self._functions.get(arn).version
        if invocation_type == "Event":
            self._asynchronous.accept(arn, payload)
            return InvokeAnswer(b"", executed_version=version)
        outcome = self._hub.call(lambda: self._invoker.invoke(arn, payload), f"invocation of {arn}")
        error = "Unhandled" if outcome.failed else None
        return InvokeAnswer(outcome.payload, error, version, outcome.log_tail)
