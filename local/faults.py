"""Seeded trouble: what goes wrong on purpose in a local stack, so that tests can show it does no harm.

A crash is that of an execution environment, as if its process were killed: nothing of the handler after the
chosen point runs, not even a `finally`. A failed or slow call is AWS's doing, and the handler's to bear.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from local.engine.aws_calls import AwsCall
from local.engine.refusal import Refusal


@dataclass
class _Crash:
    """A crash to come, of one function at one of its calls."""

    function: str
    call: AwsCall
    when: Literal["before", "after"]
    calls_left: int


@dataclass
class _Failure:
    """A refusal of the next calls, of one function and of one kind."""

    function: str
    call: AwsCall
    refusal: Refusal
    calls_left: int


@dataclass
class _Delay:
    """A delay of the next calls, of one function and of one kind."""

    function: str
    call: AwsCall
    seconds: float
    calls_left: int


@dataclass
class Faults:
    """The faults of one stack.

    Args:
        physical_name: of a function, by its short or physical name.
    """

    physical_name: Callable[[str], str]
    _crashes: list[_Crash] = field(default_factory=list)
    _failures: list[_Failure] = field(default_factory=list)
    _delays: list[_Delay] = field(default_factory=list)
    _records: list[tuple[str, list[AwsCall]]] = field(default_factory=list)

    def crash_before_call(self, function: str, service: str, operation: str, *, nth: int = 1) -> None:
        """Let the environment of `function` die when it is about to make a call, once.

        Args:
            function: short or physical name.
            service: as boto3 names its client, such as "dynamodb".
            operation: as the API names it, such as "UpdateItem".
            nth: which of such calls, counted from now over all its environments.
        """
        self._add(function, service, operation, "before", nth)

    def crash_after_call(self, function: str, service: str, operation: str, *, nth: int = 1) -> None:
        """As `crash_before_call`, when the call has taken effect and before its answer is seen."""
        self._add(function, service, operation, "after", nth)

    def fail_call(
        self, function: str, service: str, operation: str, *, error: str, status: int = 500, times: int = 1
    ) -> None:
        """Let AWS refuse the next `times` such calls of `function`, without effect.

        Args:
            function, service, operation: as for `crash_before_call`.
            error: the code of the error, such as "InternalError".
            status: of the HTTP response. What the SDK repeats by itself counts as a call of its own.
            times: calls to refuse.
        """
        call = AwsCall(service, operation)
        self._failures.append(_Failure(self.physical_name(function), call, Refusal(error, status), times))

    def delay_call(
        self, function: str, service: str, operation: str, *, seconds: float, times: int = 1
    ) -> None:
        """Let each of the next `times` such calls of `function` take `seconds` before it takes effect.

        The SDK's own timeouts do not strike: it is as if the answer trickled in.
        """
        self._delays.append(_Delay(self.physical_name(function), AwsCall(service, operation), seconds, times))

    def record(self, function: str) -> list[AwsCall]:
        """Return a list that grows with every AWS call `function` makes from now on, in their order."""
        record: list[AwsCall] = []
        self._records.append((self.physical_name(function), record))
        return record

    def clear(self) -> None:
        """Let nothing more go wrong."""
        self._crashes.clear()
        self._failures.clear()
        self._delays.clear()

    def strikes_before(self, function: str, call: AwsCall) -> bool:
        """Tell whether the environment about to make `call` crashes; `function` is a physical name."""
        for name, record in self._records:
            if name == function:
                record.append(call)
        return self._strikes(function, call, "before")

    def strikes_after(self, function: str, call: AwsCall) -> bool:
        """Tell whether the environment that has made `call` crashes; `function` is a physical name."""
        return self._strikes(function, call, "after")

    def delay(self, function: str, call: AwsCall) -> float:
        """Tell how many seconds `call` takes; `function` is a physical name."""
        delay = _next(self._delays, function, call)
        return 0.0 if delay is None else delay.seconds

    def refusal(self, function: str, call: AwsCall) -> Refusal | None:
        """Tell how AWS refuses `call`, None if it does not; `function` is a physical name."""
        failure = _next(self._failures, function, call)
        return None if failure is None else failure.refusal

    def _add(
        self, function: str, service: str, operation: str, when: Literal["before", "after"], nth: int
    ) -> None:
        self._crashes.append(_Crash(self.physical_name(function), AwsCall(service, operation), when, nth))

    def _strikes(self, function: str, call: AwsCall, when: Literal["before", "after"]) -> bool:
        due = False
        for crash in self._crashes[:]:
            if (crash.function, crash.call, crash.when) == (function, call, when):
                crash.calls_left -= 1
                if crash.calls_left == 0:
                    self._crashes.remove(crash)
                    due = True
        return due


F = TypeVar("F", _Failure, _Delay)


def _next(faults: list[F], function: str, call: AwsCall) -> F | None:
    """Return the first fault that befalls a call, and take one call off it."""
    for fault in faults:
        if (fault.function, fault.call) == (function, call):
            fault.calls_left -= 1
            if fault.calls_left == 0:
                faults.remove(fault)
            return fault
    return None
