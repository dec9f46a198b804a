"""The lines that Lambda itself writes into a function's log, around those of the function.

https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import datetime as dt
import math
import platform

from local.engine.environment import EXITED, TIMED_OUT, Invocation, Outcome
from local.engine.invocations.functions import Function
from local.engine.invocations.logs import LogStream


class PlatformLog:
    """Writes the lines of one environment's log stream.

    Args:
        function: whose environment it is.
        log: the stream.
    """

    def __init__(self, function: Function, log: LogStream) -> None:
        self._function = function
        self._log = log

    def init_start(self) -> None:
        """Say which Python runs the environment: this machine's, so it has no ARN."""
        self._line(f"INIT_START Runtime Version: python:{platform.python_version()}")

    def init_report(self, phase: str, seconds: float, outcome: Outcome) -> None:
        """Report an initialization that did not succeed, in the phase "init" or "invoke"."""
        self._line(
            f"INIT_REPORT Init Duration: {seconds * 1000:.2f} ms\tPhase: {phase}\t"
            + "\t".join(_status(outcome))
        )

    def start(self, invocation: Invocation) -> None:
        """Say that an invocation begins."""
        self._log.begin_tail()
        self._line(f"START RequestId: {invocation.request_id} Version: {self._function.version}")

    def end(
        self,
        invocation: Invocation,
        outcome: Outcome,
        *,
        seconds: float,
        init_seconds: float | None,
        max_memory: int | None,
        now: float,
    ) -> None:
        """Say that an invocation has ended, and report what it took.

        Args:
            invocation: which one.
            outcome: how it ended.
            seconds: it took, without the environment's initialization.
            init_seconds: the environment's initialization took, if it was for this invocation.
            max_memory: the environment has used, in MB, if that can be told.
            now: the instant, in seconds since the epoch.
        """
        self._log.end_line()
        request = invocation.request_id
        if outcome.died and outcome.error == TIMED_OUT:
            instant = dt.datetime.fromtimestamp(now, dt.UTC)
            task = outcome.message.partition(" Error: ")[2]
            self._line(f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03}Z {request} {task}")
        elif outcome.died and outcome.error == EXITED:
            self._line(outcome.message)
            self._line(EXITED)
        self._line(f"END RequestId: {request}")
        duration, init = seconds * 1000, (init_seconds or 0) * 1000
        report = [
            f"REPORT RequestId: {request}",
            f"Duration: {duration:.2f} ms",
            # Since August 2025 the initialization is billed too.
            f"Billed Duration: {math.ceil(duration + init)} ms",
            f"Memory Size: {self._function.memory} MB",
        ]
        if max_memory is not None:
            report.append(f"Max Memory Used: {max_memory} MB")
        if init_seconds is not None:
            report.append(f"Init Duration: {init:.2f} ms")
        self._line("\t".join([*report, *(_status(outcome) if outcome.died else ())]))

    def tail(self) -> bytes:
        """Return the end of the last invocation's lines, its function's among them."""
        return self._log.tail

    def _line(self, line: str) -> None:
        self._log.end_line()
        self._log.write(f"{line}\n")
        self._log.deliver()


def _status(outcome: Outcome) -> list[str]:
    return (
        ["Status: timeout"]
        if outcome.error == TIMED_OUT
        else ["Status: error", f"Error Type: {outcome.error}"]
    )
