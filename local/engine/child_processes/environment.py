"""An execution environment that is a child process, as the hub sees it.

Everything about it is real: the time, the memory, the parallelism, and the end. The process has the variables
of its function alone and reaches AWS over HTTP only.
"""

from collections.abc import Callable

from local.engine.child_processes.process import ChildProcess, Program
from local.engine.child_processes.runtime_api import Assignment
from local.engine.child_processes.thread import ProcessThread
from local.engine.environment import Invocation, Outcome, exited, timed_out, too_large
from local.engine.invocations.functions import Function
from local.engine.invocations.logs import LogStream
from local.hub import Hub


class ChildProcessEnvironment:
    """An environment of one function in a process of its own.

    Args:
        hub: gives the turns, in real time.
        thread: looks after the process.
        function: whose code runs.
        program: what the process runs.
        log: takes what is printed and logged.
    """

    def __init__(
        self, hub: Hub, thread: ProcessThread, function: Function, program: Program, log: LogStream
    ) -> None:
        self._hub = hub
        self._thread = thread
        self._function = function
        self._log = log
        self._process = ChildProcess(program, self)
        self._invocation = Invocation("", "", b"")
        self._outcome: Outcome | None = None
        self._ended = hub.signal()
        self._how_it_exited: str | None = None
        self._gone = hub.signal()

    # -- for the invoker ---------------------------------------------------------------------------

    def initialize(self, invocation: Invocation, timeout: float) -> Outcome | None:
        """Start the process and wait until it has imported the handler; None when it is ready."""
        return self._await(invocation, timeout, lambda: self._thread.run(self._process))

    def invoke(self, invocation: Invocation) -> Outcome:
        """Let the process run its handler; wait for its end or for the function's timeout."""
        timeout = self._function.timeout
        assignment = Assignment(invocation, deadline=self._hub.now() + timeout)
        outcome = self._await(
            invocation, timeout, lambda: self._thread.call(lambda: self._process.give(assignment))
        )
        assert outcome is not None, "an invocation ends with an outcome"
        return outcome

    def max_memory(self) -> int | None:
        """Return the most memory the process has used, in MB."""
        return self._process.max_memory

    def end(self) -> None:
        """Kill the process, and all that it started; wait until it is gone."""
        if self._how_it_exited is None:
            self._thread.call(self._process.kill)
            self._gone.wait()

    def _await(self, invocation: Invocation, timeout: float, begin: Callable[[], None]) -> Outcome | None:
        if self._how_it_exited is not None:
            return exited(invocation, self._how_it_exited)
        self._invocation, self._outcome, self._ended = invocation, None, self._hub.signal()
        begin()
        outcome = self._outcome if self._ended.wait(timeout) else timed_out(invocation, timeout)
        if outcome is not None and outcome.died:
            self.end()
        return outcome

    # -- for the process, in its thread ------------------------------------------------------------

    def printed(self, text: str) -> None:
        """Write what the process printed to the log."""
        self._hub.submit(lambda: self._write(text))

    def ready(self) -> None:
        """Go on: the handler is imported."""
        self._hub.submit(lambda: self._conclude(None))

    def responded(self, payload: bytes) -> None:
        """Go on with the handler's result."""
        self._hub.submit(lambda: self._conclude(Outcome(payload)))

    def was_too_large(self) -> None:
        """Go on: the handler's result is over Lambda's limit."""
        self._hub.submit(lambda: self._conclude(too_large()))

    def failed(self, description: bytes) -> None:
        """Go on with the handler's error."""
        self._hub.submit(lambda: self._conclude(Outcome(description, failed=True)))

    def failed_to_initialize(self, description: bytes) -> None:
        """Go on without a handler."""
        self._hub.submit(lambda: self._conclude(Outcome(description, failed=True, died=True)))

    def exited(self, how: str) -> None:
        """Go on without the process."""
        self._hub.submit(lambda: self._exited(how))

    def _write(self, text: str) -> None:
        self._log.write(text)
        self._log.deliver()

    def _exited(self, how: str) -> None:
        self._how_it_exited = how
        self._conclude(exited(self._invocation, how))
        self._gone.set()

    def _conclude(self, outcome: Outcome | None) -> None:
        if not self._ended.is_set():
            self._outcome = outcome
            self._ended.set()
