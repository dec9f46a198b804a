"""The thread in which child processes are started, spoken to and ended, while the hub goes on."""

import asyncio
import threading
from collections.abc import Callable

from local.engine.child_processes.process import ChildProcess


class ProcessThread:
    """An event loop in a thread of its own, from the first process until `stop`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="child processes", daemon=True)
        self._running: dict[ChildProcess, asyncio.Future[None]] = {}

    def run(self, process: ChildProcess) -> None:
        """Let a process run, from now until its end."""
        if not self._thread.is_alive():
            self._thread.start()
        self.call(lambda: self._run(process))

    def call(self, work: Callable[[], None]) -> None:
        """Let the thread do something soon."""
        self._loop.call_soon_threadsafe(work)

    def stop(self) -> None:
        """End every process, wait until they have ended, and end the thread."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._end_all(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    def _run(self, process: ChildProcess) -> None:
        running = self._running[process] = asyncio.ensure_future(process.run())
        running.add_done_callback(lambda _: self._running.pop(process))

    async def _end_all(self) -> None:
        for process in self._running:
            process.kill()
        await asyncio.gather(*self._running.values())
