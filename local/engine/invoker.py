"""Invokes functions: finds or starts an execution environment for each invocation, and keeps it for the next.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
"""

import json
import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random

from local.engine.environment import ExecutionEnvironment, Invocation, Outcome
from local.engine.functions import Function, Functions
from local.engine.logs import LogStream
from local.hub import Hub
from local.moto_fixes.awslambda.invoke import InvokeAnswer

#: Waits before the second and the third try of an asynchronous invocation, in seconds.
#: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
ASYNCHRONOUS_RETRIES = (60.0, 120.0)


class Throttled(JsonRESTError):
    """All of a function's reserved concurrency is in use."""

    code = 429

    def __init__(self) -> None:
        super().__init__("TooManyRequestsException", "Rate Exceeded.")


@dataclass
class _Started:
    """An environment, the configuration it was started with, and its log."""

    function: Function
    environment: ExecutionEnvironment
    log: LogStream


@dataclass
class _Pool:
    """The environments of one function: those that wait for work, the last used on top, and how many work."""

    idle: list[_Started] = field(default_factory=list)
    busy: int = 0


class Invoker:
    """Invokes functions.

    Args:
        hub: gives the turns and the time.
        functions: what is known of each function.
        new_log: makes a log stream for a new environment of a function.
        start: starts an environment for a function.
    """

    def __init__(
        self,
        hub: Hub,
        functions: Functions,
        *,
        new_log: Callable[[Function], LogStream],
        start: Callable[[Function, LogStream], ExecutionEnvironment],
    ) -> None:
        self._hub = hub
        self._functions = functions
        self._new_log = new_log
        self._start = start
        self._pools: defaultdict[str, _Pool] = defaultdict(_Pool)

    def invoke(self, arn: str, payload: bytes) -> Outcome:
        """Invoke a function and wait for its answer.

        Args:
            arn: the function's name or ARN.
            payload: the event, JSON.

        Raises Throttled.
        """
        function = self._functions.get(arn)
        pool = self._pools[function.name]
        if function.reserved_concurrency is not None and pool.busy >= function.reserved_concurrency:
            raise Throttled
        started = self._environment(pool, function)
        pool.busy += 1
        try:
            invocation = Invocation(str(mock_random.uuid4()), arn, payload)
            outcome = replace(self._logged(started, invocation), request_id=invocation.request_id)
        finally:
            pool.busy -= 1
        if not outcome.died:
            pool.idle.append(started)
        return outcome

    def answer(self, arn: str, payload: bytes, invocation_type: str) -> InvokeAnswer:
        """Answer the API operation Invoke: at the end of a "RequestResponse", at once for an "Event"."""
        version = self._functions.get(arn).version
        if invocation_type == "Event":
            self._hub.spawn(lambda: self._invoke_until_done(arn, payload), f"asynchronous {arn}")
            return InvokeAnswer(b"", executed_version=version)
        outcome = self._hub.call(lambda: self.invoke(arn, payload), f"invocation of {arn}")
        return InvokeAnswer(outcome.payload, "Unhandled" if outcome.failed else None, version)

    def _environment(self, pool: _Pool, function: Function) -> _Started:
        pool.idle = [started for started in pool.idle if started.function == function]
        if pool.idle:
            return pool.idle.pop()
        log = self._new_log(function)
        return _Started(function, self._start(function, log), log)

    def _logged(self, started: _Started, invocation: Invocation) -> Outcome:
        log, begun = started.log, self._hub.now()
        log.write(f"START RequestId: {invocation.request_id} Version: {started.function.version}\n")
        outcome = started.environment.invoke(invocation)
        milliseconds = (self._hub.now() - begun) * 1000
        log.end_line()
        if outcome.died:
            log.write(json.loads(outcome.payload)["errorMessage"] + "\n")
        log.write(f"END RequestId: {invocation.request_id}\n")
        log.write(
            f"REPORT RequestId: {invocation.request_id}\tDuration: {milliseconds:.2f} ms\t"
            f"Billed Duration: {math.ceil(milliseconds)} ms\tMemory Size: {started.function.memory} MB\n"
        )
        log.deliver()
        return outcome

    def _invoke_until_done(self, arn: str, payload: bytes) -> None:
        for wait in (*ASYNCHRONOUS_RETRIES, None):
            try:
                if not self.invoke(arn, payload).failed:
                    return
            except Throttled:
                pass
            if wait is not None:
                self._hub.sleep(wait)
