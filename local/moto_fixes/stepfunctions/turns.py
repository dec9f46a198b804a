"""The names of `threading` and `time` that moto's interpreter uses, made of the hub's tasks and signals.

`tasks.py` puts this module in their place. One task runs at a time and goes on until it waits, and no wait
happens inside the interpreter's locked sections: a lock has nothing to keep out.
"""

from collections.abc import Callable, Sequence
from types import TracebackType

from local.hub import Signal, Task
from local.moto_fixes.current_hub import current_hub, now

#: Step Functions' own default for a timeout or a heartbeat, in seconds, which stands for none.
NO_TIMEOUT = 99_999_999


class Thread:
    """A task of the hub with a thread's methods; an error that escapes it is the hub's affair."""

    native_id = None

    def __init__(
        self,
        target: Callable[..., object],
        args: Sequence[object] = (),
        name: str = "",
        daemon: bool = True,  # noqa: ARG002 - a task never keeps the process alive
    ) -> None:
        self._work = lambda: target(*args)
        self._name = name or f"interpreter: {target.__qualname__}"
        self._task: Task[object] | None = None

    def start(self) -> None:
        """Make the task; it runs when its turn comes."""
        self._task = current_hub().spawn(self._work, self._name)

    def join(self, timeout: float | None = None) -> None:
        """Wait for the end of the task, at most `timeout` seconds."""
        if self._task is not None:
            self._task.done.wait(_limit(timeout))

    def is_alive(self) -> bool:
        """Tell whether the task has begun and not ended."""
        return self._task is not None and not self._task.done.is_set()


class Event:
    """A signal of the hub with an event's methods."""

    def __init__(self) -> None:
        self._signal: Signal = current_hub().signal()

    def is_set(self) -> bool:
        """Tell whether the flag is up."""
        return self._signal.is_set()

    def set(self) -> None:
        """Raise the flag and make every waiting task ready."""
        self._signal.set()

    def clear(self) -> None:
        """Lower the flag."""
        self._signal.clear()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the flag, at most `timeout` seconds; tell whether it was raised."""
        return self._signal.wait(_limit(timeout))


class Lock:
    """A lock of sections in which nobody waits."""

    def acquire(self) -> bool:
        """Go on."""
        return True

    def release(self) -> None:
        """Go on."""

    def __enter__(self) -> "Lock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return


RLock = Lock


def sleep(seconds: float) -> None:
    """Let time pass on the hub's clock."""
    current_hub().sleep(seconds)


def time() -> float:
    """Return the hub's instant, in seconds since the epoch."""
    return now()


def _limit(timeout: float | None) -> float | None:
    return None if timeout is None or timeout >= NO_TIMEOUT else timeout
