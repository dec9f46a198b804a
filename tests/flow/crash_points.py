"""The points at which a function can die: before its first AWS call, and after each.

Dying before a later call is dying after the one before it, for all that anybody can see. Which calls there
are is found out by watching the function at work, so that a call added to it is covered as well.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from local.engine.aws_calls import AwsCall
from local.stack import LocalStack


@dataclass(frozen=True)
class CrashPoint:
    """A place in a function's work.

    Attributes:
        function: its short name.
        when: on which side of the call it dies.
        call: an AWS call it makes.
        nth: which of the same calls in one pass, from 1.
    """

    function: str
    when: Literal["before", "after"]
    call: AwsCall
    nth: int

    def set(self, stack: LocalStack) -> None:
        """Let the function die here, the next time it comes by."""
        crash = stack.faults.crash_before_call if self.when == "before" else stack.faults.crash_after_call
        crash(self.function, self.call.service, self.call.operation, nth=self.nth)


def crash_points(function: str, calls: Iterable[AwsCall]) -> Iterator[CrashPoint]:
    """Yield the points around `calls`, which `function` made in one pass."""
    made: Counter[AwsCall] = Counter()
    for call in list(calls):
        if not made:
            yield CrashPoint(function, "before", call, 1)
        made[call] += 1
        yield CrashPoint(function, "after", call, made[call])
