"""Lets a function die at each point of a piece of work, each time in another job, and sees that it did die.

The jobs wait for their messages to come back side by side, so all of them take no longer than one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from local.engine.aws_calls import AwsCall
from local.stack import LocalStack
from tests.flow.crash_points import CrashPoint, crash_points

#: What changes nothing: to die after it is to die before it.
READS = frozenset({"GetItem", "Query", "BatchGetItem", "GetObject", "DescribeExecution"})


def writes(calls: Iterable[AwsCall]) -> list[AwsCall]:
    """Return those of `calls` that may change something."""
    return [call for call in calls if call.operation not in READS]


@dataclass(frozen=True)
class Deaths:
    """The deaths of the functions of `stack`, whose log is `log`."""

    stack: LocalStack
    log: list[tuple[str, str]]

    def of(self, function: str) -> int:
        """Return how many environments of a function have died so far, by its short name."""
        name = self.stack.function(function)
        return sum(
            logged == name and line.endswith("Runtime exited with error: signal: killed")
            for logged, line in self.log
        )

    def everywhere(
        self, function: str, calls: Iterable[AwsCall], begin: Callable[[], str], *, within: float = 0
    ) -> dict[CrashPoint, str]:
        """Begin a job for each point around the writes of `calls`, and let `function` die there.

        Args:
            function: its short name.
            calls: what it calls in one pass of the work.
            begin: begins the work and returns its job's id.
            within: until when after the beginning it comes by its last point, in seconds.

        Returns the jobs by the points at which `function` died for them.
        """
        jobs: dict[CrashPoint, str] = {}
        for point in crash_points(function, writes(calls)):
            before = self.of(function)
            point.set(self.stack)
            jobs[point] = begin()
            self.stack.clock.advance(seconds=within)
            assert self.of(function) == before + 1, point
        assert jobs, f"{function} writes nothing here"
        return jobs
