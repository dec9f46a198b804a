"""An execution environment within this process: deterministic, with breakpoints and coverage.

The handler runs in a task of the hub, in surroundings of its own. Its turn ends at AWS calls and sleeps, and
there alone it can be ended: by its timeout, or by a crash. A task that was ended is never resumed, just as a
killed process runs no `finally`. Faults strike here only: a child process is out of their reach.
"""

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, Protocol, SupportsIndex

from local.engine.aws_calls import AwsCall, Caller
from local.engine.environment import (
    RESPONSE_LIMIT,
    Invocation,
    Outcome,
    exited,
    timed_out,
    too_large,
)
from local.engine.in_process import runtime
from local.engine.in_process.context import LambdaContext
from local.engine.in_process.isolation import Isolation
from local.engine.invocations.functions import Function
from local.engine.invocations.logs import LogStream, RequestIdFormatter
from local.engine.refusal import Refusal
from local.hub import FOREVER, Hub, Signal


class Trouble(Protocol):
    """What befalls a call of a function (its physical name). Each question is asked once for each call."""

    def strikes_before(self, function: str, call: AwsCall) -> bool:
        """Tell whether the environment dies right before `call`."""

    def strikes_after(self, function: str, call: AwsCall) -> bool:
        """Tell whether the environment dies right after `call`."""

    def delay(self, function: str, call: AwsCall) -> float:
        """Tell how many seconds `call` takes."""

    def refusal(self, function: str, call: AwsCall) -> Refusal | None:
        """Tell how AWS refuses `call`, None if it does not."""


class InProcessEnvironment(Caller):
    """An environment of one function in this process.

    Args:
        hub: gives the turns.
        function: whose code runs.
        roots: the directories of the code, as they stand on the import path.
        variables: all environment variables.
        log: takes what is printed and logged.
        trouble: asked around each AWS call.
    """

    def __init__(
        self,
        hub: Hub,
        function: Function,
        *,
        roots: Sequence[Path],
        variables: Mapping[str, str],
        log: LogStream,
        trouble: Trouble,
    ) -> None:
        self._hub = hub
        self._function = function
        self._trouble = trouble
        self._log = log
        self._isolation = Isolation(roots, variables, log, _sleep)
        handler = logging.StreamHandler(log)
        handler.setFormatter(RequestIdFormatter(lambda: self._invocation.request_id))
        self._isolation.root_logger.addHandler(handler)
        self._handler: runtime.Handler | None = None
        self._invocation = Invocation("", "", b"")
        self._outcome: Outcome | None = None
        self._ended: Signal = hub.signal()
        self._deadline = FOREVER
        self._is_dead = False

    # -- for the invoker ---------------------------------------------------------------------------

    def initialize(self, invocation: Invocation, timeout: float) -> Outcome | None:
        """Import the handler; return None when it is there, else what the invocation answers."""
        self._invocation = invocation
        return self._run(self._initialize, timeout)

    def invoke(self, invocation: Invocation) -> Outcome:
        """Run the handler; wait for its end or for the function's timeout."""
        self._invocation = invocation
        outcome = self._run(self._handle, self._function.timeout)
        assert outcome is not None, "an invocation ends with an outcome"
        return outcome

    def max_memory(self) -> int | None:
        """Tell nothing: the memory of this process is not one environment's."""
        return None

    def end(self) -> None:
        """End the handler at its next AWS call or sleep, if it is still under way."""
        self._is_dead = True

    def _run(self, work: Callable[[], Outcome | None], timeout: float) -> Outcome | None:
        """Run `work` in a task of its own; return its outcome, None if the environment is just ready."""
        self._outcome, self._ended = None, self._hub.signal()
        self._deadline = self._hub.now() + timeout

        def run() -> None:
            with self._hub.inside(self):
                outcome = work()
            # Real time passes while a handler computes, where nothing could end it.
            if self._hub.now() <= self._deadline:
                self._end(outcome)

        self._hub.spawn(run, f"{self._function.name} {self._invocation.request_id}")
        if not self._ended.wait(timeout):
            self._end(timed_out(self._invocation, timeout))
        return self._outcome

    def _end(self, outcome: Outcome | None) -> None:
        self._outcome = outcome
        self._is_dead = outcome is not None and outcome.died
        self._ended.set()

    # -- within the handler's task -----------------------------------------------------------------

    def _initialize(self) -> Outcome | None:
        try:
            self._handler = runtime.find_handler(self._function.handler)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - told to the caller, as Lambda does
            # No invocation has reached the runtime by now that it could name.
            return replace(runtime.failure(replace(self._invocation, request_id=""), error), died=True)
        return None

    def _handle(self) -> Outcome:
        assert self._handler is not None, "an environment is initialized before it handles"
        os.environ["_X_AMZN_TRACE_ID"] = self._invocation.trace_id
        context = LambdaContext(
            self._invocation.request_id, self._invocation.arn, self._deadline, self._hub.now
        )
        outcome = runtime.call(self._handler, self._invocation, context)
        return too_large() if len(outcome.payload) > RESPONSE_LIMIT else outcome

    def sleep(self, seconds: float) -> None:
        """Let time pass on the hub's clock: what time.sleep does here."""
        self._hub.sleep(seconds)
        self._stop_if_dead()

    def enter(self) -> None:
        """Put the handler's surroundings in place."""
        global _inside
        self._isolation.enter()
        _inside = self

    def leave(self) -> None:
        """Take the handler's surroundings away."""
        global _inside
        _inside = None
        self._isolation.leave()
        self._log.deliver()

    def before(self, call: AwsCall) -> Refusal | None:
        """End here if the invocation has ended, or if the environment is to crash before `call`."""
        self._stop_if_dead()
        if self._trouble.strikes_before(self._function.name, call):
            self._crash()
        delay = self._trouble.delay(self._function.name, call)
        if delay > 0:
            self.sleep(delay)
        return self._trouble.refusal(self._function.name, call)

    def after(self, call: AwsCall) -> None:
        """End here if the invocation has ended, or if the environment is to crash after `call`."""
        self._stop_if_dead()
        if self._trouble.strikes_after(self._function.name, call):
            self._crash()

    def _crash(self) -> NoReturn:
        self._end(exited(self._invocation, "signal: killed"))
        self._stop()

    def _stop_if_dead(self) -> None:
        if self._is_dead:
            self._stop()

    def _stop(self) -> NoReturn:
        while True:
            self._hub.signal().wait()


_inside: InProcessEnvironment | None = None
_host_sleep = time.sleep


def _sleep(seconds: float | SupportsIndex) -> None:
    """Sleep as the environment does whose turn it is: a module of the host's may have kept this function."""
    if _inside is None:
        _host_sleep(seconds)
    else:
        _inside.sleep(float(seconds))
