"""Invokes functions: finds or starts an execution environment for each invocation, and keeps it for the next.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
"""

from collections import defaultdict
from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace

from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random

from local.engine.environment import ExecutionEnvironment, Invocation, Outcome
from local.engine.invocations.functions import Function, Functions
from local.engine.invocations.logs import LogStream
from local.engine.invocations.platform_log import PlatformLog
from local.engine.invocations.trace import new_trace_id
from local.hub import Hub

#: How long an initialization may take, in seconds, before it is begun anew as a part of the invocation.
#: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
INIT_TIMEOUT = 10.0


class Throttled(JsonRESTError):
    """All of a function's reserved concurrency is in use."""

    code = 429

    def __init__(self) -> None:
        super().__init__("TooManyRequestsException", "Rate Exceeded.")


@dataclass
class _Started:
    """An environment, the configuration it was started with, and its log.

    Attributes:
        function: the configuration.
        log: what Lambda itself writes to it.
        environment: which is exchanged if its initialization fails.
        init_seconds: how long that took, until it has been reported.
    """

    function: Function
    log: PlatformLog
    environment: ExecutionEnvironment
    init_seconds: float | None = None


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

    def invoke(self, arn: str, payload: bytes, request_id: str | None = None) -> Outcome:
        """Invoke a function and wait for its answer.

        Args:
            arn: the function's name or ARN.
            payload: the event, JSON.
            request_id: names the invocation; a new one unless given.

        Raises Throttled.
        """
        function = self._functions.get(arn)
        pool = self._pools[function.name]
        if function.reserved_concurrency is not None and pool.busy >= function.reserved_concurrency:
            raise Throttled
        invocation = Invocation(
            request_id or str(mock_random.uuid4()), arn, payload, new_trace_id(self._hub.now())
        )
        pool.busy += 1
        try:
            return self._invoke(pool, function, invocation)
        finally:
            pool.busy -= 1

    def retire(self, known: Set[str]) -> None:
        """End the environments of functions that are not known any more, busy ones later; does not wait."""
        for name in sorted(self._pools.keys() - known):
            for started in self._pools.pop(name).idle:
                self._hub.spawn(started.environment.end, f"end of {name}")

    def _invoke(self, pool: _Pool, function: Function, invocation: Invocation) -> Outcome:
        started = self._idle(pool, function)
        outcome = None
        if started is None:
            started, outcome = self._initialized(function, invocation)
        started.log.start(invocation)
        begun = self._hub.now()
        if outcome is None:
            outcome = started.environment.invoke(invocation)
        started.log.end(
            invocation,
            outcome,
            seconds=self._hub.now() - begun,
            init_seconds=started.init_seconds,
            max_memory=started.environment.max_memory(),
            now=self._hub.now(),
        )
        started.init_seconds = None
        tail = started.log.tail()
        if outcome.died or self._pools.get(function.name) is not pool:
            started.environment.end()
        else:
            pool.idle.append(started)
        return replace(outcome, request_id=invocation.request_id, log_tail=tail)

    def _idle(self, pool: _Pool, function: Function) -> _Started | None:
        """Return an environment that waits for work, and end those of an older configuration."""
        for started in pool.idle:
            if started.function != function:
                started.environment.end()
        pool.idle = [started for started in pool.idle if started.function == function]
        return pool.idle.pop() if pool.idle else None

    def _initialized(self, function: Function, invocation: Invocation) -> tuple[_Started, Outcome | None]:
        """Start an environment; return it with what its failure answers, None if it is ready.

        An initialization that fails is repeated once, within the function's timeout.
        """
        stream = self._new_log(function)
        started = _Started(function, PlatformLog(function, stream), self._start(function, stream))
        started.log.init_start()
        outcome = self._initialize(started, invocation, "init", INIT_TIMEOUT)
        if outcome is None:
            return started, None
        started.environment.end()
        started.environment = self._start(function, stream)
        outcome = self._initialize(started, invocation, "invoke", function.timeout)
        return started, outcome

    def _initialize(
        self, started: _Started, invocation: Invocation, phase: str, timeout: float
    ) -> Outcome | None:
        begun = self._hub.now()
        outcome = started.environment.initialize(invocation, timeout)
        seconds = self._hub.now() - begun
        if outcome is None:
            started.init_seconds = seconds
        else:
            started.log.init_report(phase, seconds, outcome)
        return outcome
