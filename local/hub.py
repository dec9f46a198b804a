"""The hub: one loop that owns the clock and decides who goes next.

Everything that moves in `local/` (a poller, a branch of a workflow, an HTTP request, a schedule) is a task
of the hub: a greenlet that runs until it waits, sleeps or pauses. One task runs at a time, so a seed fixes
the order of everything. The hub knows nothing of AWS.
"""

import heapq
import itertools
import random
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

import greenlet

from local.clock import Clock, VirtualClock

T = TypeVar("T")
FOREVER = float("inf")


class Deadlock(RuntimeError):
    """Somebody waits for a thing that cannot happen any more: no task is ready and no timer is set."""


class Surroundings(Protocol):
    """What must be in place in this process while a task runs, such as a handler's environment variables."""

    def enter(self) -> None:
        """Put the surroundings in place."""

    def leave(self) -> None:
        """Take them away again, keeping what the task changed in them."""


class Task(Generic[T]):
    """A piece of work with a turn of its own.

    Attributes:
        name: for messages and logs.
        done: set when the work has returned or raised.
    """

    def __init__(self, hub: "Hub", work: Callable[[], T], name: str) -> None:
        self.name = name
        self.done = Signal(hub)
        self.surroundings: Surroundings | None = None
        self.observed = False
        self.error: BaseException | None = None
        self._work = work
        self._value: list[T] = []
        self.greenlet = greenlet.greenlet(self._run)

    def _run(self) -> None:
        try:
            self._value.append(self._work())
        except greenlet.GreenletExit:
            pass
        except BaseException as error:  # noqa: BLE001 - kept for whoever observes the task, else raised by the hub
            self.error = error
        self.done.set()

    def result(self) -> T:
        """Wait for the end of the work and return what it returned, or raise what it raised."""
        self.observed = True
        self.done.wait()
        if self.error is not None:
            raise self.error
        if not self._value:
            raise Deadlock(f"{self.name} was stopped before it returned")
        return self._value[0]


class _Waiter:
    """One task waiting for one signal; `woken` is None until it is known why it goes on."""

    def __init__(self, task: Task[object], signal: "Signal") -> None:
        self.task = task
        self.signal = signal
        self.woken: bool | None = None


class Signal:
    """A flag that tasks can wait for, as threading.Event is one for threads."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._set = False
        self._waiters: list[_Waiter] = []

    def is_set(self) -> bool:
        """Tell whether the flag is up."""
        return self._set

    def set(self) -> None:
        """Raise the flag and make every waiting task ready."""
        self._set = True
        for waiter in self._waiters[:]:
            self._hub._wake(waiter, woken=True)

    def clear(self) -> None:
        """Lower the flag."""
        self._set = False

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the flag, at most `timeout` seconds of the hub's clock; tell whether it is up.

        Outside a task it lets the tasks run meanwhile. Raises Deadlock where an endless wait cannot end.
        """
        if self._set:
            return True
        return self._hub._wait(self, timeout)


class Hub:
    """Owns the clock and the turn.

    Args:
        clock: virtual or real; the hub starts and stops it.
        seed: fixes the choices among ready tasks on a virtual clock; real time serves them in order.
    """

    def __init__(self, clock: Clock, seed: int = 0) -> None:
        self.clock = clock
        self.random = random.Random(seed)
        self._shuffle = isinstance(clock, VirtualClock)
        self._ready: list[Task[object]] = []
        self._timers: list[tuple[float, int, _Waiter]] = []
        self._order = itertools.count()
        self._tasks: set[Task[object]] = set()
        self._current: Task[object] | None = None
        self._driver = greenlet.getcurrent()
        self._thread = threading.get_ident()
        self._surroundings: Surroundings | None = None
        self._inbox: deque[Callable[[], object]] = deque()
        self._woken = threading.Event()
        self._stopped = False
        #: What to do with an error nobody observes: raised by default, a server logs it instead.
        self.on_error: Callable[[Task[object], BaseException], None] = _raise

    # -- for tasks ---------------------------------------------------------------------------------

    def now(self) -> float:
        """Return the clock's instant, in seconds since the epoch."""
        return self.clock.now()

    @property
    def current(self) -> Task[object] | None:
        """The task whose turn it is, None for code outside the hub."""
        return self._current

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass on the hub's clock while others go on."""
        Signal(self).wait(max(seconds, 0.0))

    def pause(self) -> None:
        """Offer the turn to whoever else is ready; outside a task nothing happens."""
        if self._current is not None:
            self._ready.append(self._current)
            self._driver.switch()

    @contextmanager
    def inside(self, surroundings: Surroundings) -> Iterator[None]:
        """Run the current task's code within `surroundings`, also across its pauses."""
        task = self._current
        if task is None:
            raise RuntimeError("surroundings belong to a task")
        outer, task.surroundings = task.surroundings, surroundings
        self._surround(surroundings)
        try:
            yield
        finally:
            task.surroundings = outer
            self._surround(outer)

    # -- for everybody -----------------------------------------------------------------------------

    def signal(self) -> Signal:
        """Return a new signal, not set."""
        return Signal(self)

    def spawn(self, work: Callable[[], T], name: str) -> Task[T]:
        """Make a task of `work`; it runs when its turn comes. Raises from the hub's loop if unobserved."""
        task = Task(self, work, name)
        self._tasks.add(task)  # type: ignore[arg-type]  # a set of tasks of any result
        self._ready.append(task)  # type: ignore[arg-type]
        self._woken.set()
        return task

    def call(self, work: Callable[[], T], name: str = "call") -> T:
        """Run `work` to its end and return its result: in the current task, or as one of its own.

        From outside, other tasks run too and time passes as far as the work needs. From another thread,
        that thread waits while the hub's own thread runs the work.
        """
        if threading.get_ident() != self._thread:
            return self.submit(work, name).result()
        if self._current is not None:
            return work()
        return self.spawn(work, name).result()

    def submit(self, work: Callable[[], T], name: str = "call") -> "Future[T]":
        """Hand `work` over from another thread; the future has its result once the hub ran it."""
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - raised in the thread that asked
                future.set_exception(error)

        self._inbox.append(lambda: self.spawn(run, name))
        self._woken.set()
        return future

    def settle(self) -> None:
        """Run everything that can run without time passing."""
        self.run(horizon=self.now())

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass, running whatever falls due on the way."""
        horizon = self.now() + seconds
        self.run(horizon=horizon)
        self.clock.reach(horizon, self._woken)
        self.run(horizon=horizon)

    def run(self, until: Callable[[], bool] = lambda: False, horizon: float = FOREVER) -> None:
        """Give turns until `until()` holds, or until `horizon` (an instant) and nothing is left before it.

        On a virtual clock it also returns when nothing can ever happen any more.
        """
        if self._current is not None:
            raise RuntimeError("a task cannot drive the hub")
        self._driver = greenlet.getcurrent()
        try:
            while not self._stopped:
                while self._inbox:
                    self._inbox.popleft()()
                if until():
                    return
                if self._ready:
                    self._resume(self._choose())
                elif not self._await_timer(horizon):
                    return
        finally:
            self._surround(None)

    def stop(self) -> None:
        """End the loop and every task, wherever it waits."""
        self._stopped = True
        self._woken.set()
        if self._current is None and threading.get_ident() == self._thread:
            for task in list(self._tasks):
                task.greenlet.parent = greenlet.getcurrent()
                task.greenlet.throw(greenlet.GreenletExit)
            self._tasks.clear()
            self._surround(None)

    # -- the loop ----------------------------------------------------------------------------------

    def _choose(self) -> Task[object]:
        return self._ready.pop(self.random.randrange(len(self._ready)) if self._shuffle else 0)

    def _resume(self, task: Task[object]) -> None:
        if task.greenlet.dead:
            return
        self._surround(task.surroundings)
        self._current = task
        task.greenlet.parent = self._driver
        try:
            task.greenlet.switch()
        finally:
            self._current = None
        if task.greenlet.dead:
            self._tasks.discard(task)
            if task.error is not None and not task.observed:
                self.on_error(task, task.error)

    def _surround(self, surroundings: Surroundings | None) -> None:
        if surroundings is not self._surroundings:
            if self._surroundings is not None:
                self._surroundings.leave()
            self._surroundings = surroundings
            if surroundings is not None:
                surroundings.enter()

    def _await_timer(self, horizon: float) -> bool:
        while self._timers and self._timers[0][2].woken is not None:
            heapq.heappop(self._timers)
        due = self._timers[0][0] if self._timers else FOREVER
        if due > horizon:
            if self._shuffle:
                return False
            return not self.clock.reach(horizon, self._woken) or bool(self._ready or self._inbox)
        if self.clock.reach(due, self._woken):
            self._wake(heapq.heappop(self._timers)[2], woken=False)
            return True
        return not self._shuffle

    def _wait(self, signal: Signal, timeout: float | None) -> bool:
        if self._current is None:
            horizon = FOREVER if timeout is None else self.now() + timeout
            self.run(until=signal.is_set, horizon=horizon)
            if signal.is_set():
                return True
            if timeout is None:
                raise Deadlock("nothing that is left to run can end this wait")
            self.clock.reach(horizon, self._woken)
            return False
        waiter = _Waiter(self._current, signal)
        signal._waiters.append(waiter)
        if timeout is not None:
            heapq.heappush(self._timers, (self.now() + timeout, next(self._order), waiter))
        self._driver.switch()
        return bool(waiter.woken)

    def _wake(self, waiter: _Waiter, *, woken: bool) -> None:
        if waiter.woken is None:
            waiter.woken = woken
            waiter.signal._waiters.remove(waiter)
            self._ready.append(waiter.task)


def _raise(task: Task[object], error: BaseException) -> None:
    error.add_note(f"in the hub's task {task.name!r}, which nobody observed")
    raise error
