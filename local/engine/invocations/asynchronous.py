"""Asynchronous invocations: accepted at once, tried until they succeed or are given up, then reported.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from botocore.exceptions import ClientError
from moto.moto_api._internal import mock_random

from local.engine.environment import Outcome
from local.engine.invocations.destinations import Destinations, Ended
from local.engine.invocations.functions import Function, Functions
from local.engine.invocations.invoker import Throttled
from local.hub import Hub

#: Waits before the second and the third try after an error of the function, in seconds.
RETRIES = (60.0, 120.0)

#: The shortest and the longest wait after a try that was throttled, in seconds; each is twice the one before.
THROTTLED_WAITS = (1.0, 300.0)


@dataclass
class _Event:
    """An event that waits for its success.

    Attributes:
        function: as it was configured when the event was accepted.
        payload: JSON.
        request_id: of all its tries.
        expires: the instant it is given up at, in seconds since the epoch.
        tries: that came to an end.
        outcome: of the last of them.
    """

    function: Function
    payload: bytes
    request_id: str
    expires: float
    tries: int = 0
    outcome: Outcome | None = None


class AsynchronousInvocations:
    """The queue that Lambda keeps for the asynchronous invocations of functions.

    Args:
        hub: gives the turns and the time.
        functions: what is known of each function.
        invoke: invokes a function, by its ARN, with a payload and a request id. Raises Throttled.
        destinations: hear how events ended.
    """

    def __init__(
        self,
        hub: Hub,
        functions: Functions,
        invoke: Callable[[str, bytes, str], Outcome],
        destinations: Destinations,
    ) -> None:
        self._hub = hub
        self._functions = functions
        self._invoke = invoke
        self._destinations = destinations

    def accept(self, arn: str, payload: bytes) -> None:
        """Take an event for a function; it is worked on when the caller has gone on."""
        function = self._functions.get(arn)
        event = _Event(
            function, payload, str(mock_random.uuid4()), self._hub.now() + function.asynchronous.max_age
        )
        self._hub.spawn(partial(self._work, event), f"asynchronous {arn}")

    def _work(self, event: _Event) -> None:
        try:
            condition = self._try_until_done(event)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            return  # The function has been deleted, and its events and destinations with it.
        self._destinations.report(
            event.function, Ended(event.request_id, event.payload, condition, event.tries, event.outcome)
        )

    def _try_until_done(self, event: _Event) -> str:
        """Try the event until it succeeds or is given up; return what ended it, in Lambda's word."""
        throttled_wait, longest = THROTTLED_WAITS
        while True:
            try:
                event.outcome = self._invoke(event.function.arn, event.payload, event.request_id)
            except Throttled:
                if self._functions.get(event.function.arn).reserved_concurrency == 0:
                    return "RetriesExhausted"
                wait, throttled_wait = throttled_wait, min(throttled_wait * 2, longest)
            else:
                event.tries += 1
                if not event.outcome.failed:
                    return "Success"
                if event.tries > event.function.asynchronous.max_retries:
                    return "RetriesExhausted"
                wait = RETRIES[event.tries - 1]
            self._hub.sleep(min(wait, event.expires - self._hub.now()))
            if self._hub.now() >= event.expires:
                return "EventAgeExceeded"
