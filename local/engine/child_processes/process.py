"""One child process with the Runtime API it speaks to, as the event loop of child processes sees it.

Whatever it comes to, its observer is told. Knows nothing of the hub: observers hand over.
"""

import asyncio
import codecs
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from local.engine.child_processes import launcher
from local.engine.child_processes.runtime_api import Assignment, runtime_api
from local.engine.child_processes.serving import HOST, serving

#: How often a process at work is looked at, in seconds: what it allocates in between is found a little later.
_MEMORY_INTERVAL = 0.1


@dataclass(frozen=True)
class Program:
    """What a child process runs.

    Attributes:
        handler: as configured, such as "functions.intake.handler.handle".
        roots: the directories of the code, as they stand on the import path.
        variables: all environment variables, but for the address of the Runtime API.
        memory: the most it may use, in MB.
    """

    handler: str
    roots: Sequence[Path]
    variables: Mapping[str, str]
    memory: int


class Observer(Protocol):
    """Hears what becomes of a child process; called in the event loop's thread."""

    def printed(self, text: str) -> None:
        """Hear what the process wrote to its standard output or standard error."""

    def ready(self) -> None:
        """Hear, once, that the handler is imported."""

    def responded(self, payload: bytes) -> None:
        """Hear the handler's result."""

    def was_too_large(self) -> None:
        """Hear that the result was over Lambda's limit."""

    def failed(self, description: bytes) -> None:
        """Hear of an error that the handler raised."""

    def failed_to_initialize(self, description: bytes) -> None:
        """Hear of an error for which there is no handler."""

    def exited(self, how: str) -> None:
        """Hear that the process has ended, how in words such as "signal: killed", none for no reason."""


class ChildProcess:
    """A child process, from `run` to its end.

    Args:
        program: what it runs.
        observer: hears what becomes of it.

    Attributes:
        max_memory: the most memory it has used until it last answered, in MB.
    """

    def __init__(self, program: Program, observer: Observer) -> None:
        self._program = program
        self._observer = observer
        self._assignments: asyncio.Queue[Assignment | None] = asyncio.Queue()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._process: asyncio.subprocess.Process | None = None
        self._output = -1
        self._is_ready = self._is_killed = False
        self._watch: asyncio.Task[None] | None = None
        self.max_memory = 0

    async def run(self) -> None:
        """Start the process and look after it until it has ended, with all that it started itself."""
        try:
            async with serving(runtime_api(self)) as port:
                how = await self._run_process(port)
        except OSError as error:
            how = str(error)
        self._assignments.put_nowait(None)
        self._observer.exited(how)

    def give(self, assignment: Assignment) -> None:
        """Let the process do an invocation; it asks for it when it has done the one before."""
        self._assignments.put_nowait(assignment)

    def kill(self) -> None:
        """End the process, and all that it started, at once."""
        self._is_killed = True
        if self._process is not None:
            _kill_group(self._process.pid)

    # -- what the Runtime API asks and tells --------------------------------------------------------

    async def next(self) -> Assignment | None:
        """Return the next invocation."""
        if not self._is_ready:
            self._is_ready = True
            self._rest()
            self._observer.ready()
        assignment = await self._assignments.get()
        if assignment is not None:
            self._work()
        return assignment

    def responded(self, payload: bytes) -> None:
        """Take the handler's result."""
        if self._rest():
            self._observer.responded(payload)

    def was_too_large(self) -> None:
        """Take note that the handler's result is over Lambda's limit."""
        if self._rest():
            self._observer.was_too_large()

    def failed(self, description: bytes) -> None:
        """Take the description of the error that the handler raised."""
        if self._rest():
            self._observer.failed(description)

    def failed_to_initialize(self, description: bytes) -> None:
        """Take the description of the error for which there is no handler."""
        if self._rest():
            self._observer.failed_to_initialize(description)

    # -- the process --------------------------------------------------------------------------------

    async def _run_process(self, port: int) -> str:
        """Start the process; return how it ended, in Lambda's words."""
        self._output, its_end = os.pipe()
        os.set_blocking(self._output, False)
        loop = asyncio.get_running_loop()
        try:
            self._process = await self._start(port, its_end)
            if self._is_killed:
                self.kill()
            loop.add_reader(self._output, self._read)
            self._work()
            code = await self._process.wait()
            self._rest()
            _kill_group(self._process.pid)
        finally:
            loop.remove_reader(self._output)
            os.close(self._output)
        if code < 0:
            return f"signal: {(signal.strsignal(-code) or str(-code)).lower()}"
        return f"exit status {code}" if code else ""

    async def _start(self, port: int, output: int) -> asyncio.subprocess.Process:
        """Start the process, which finds the Runtime API at a port and prints to `output`, closed here."""
        program = self._program
        try:
            return await asyncio.create_subprocess_exec(
                *_interpreter(),
                launcher.__file__,
                str(os.getpid()),
                program.handler,
                *map(str, program.roots),
                env={**program.variables, "AWS_LAMBDA_RUNTIME_API": f"{HOST}:{port}"},
                cwd=program.roots[0],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        finally:
            os.close(output)

    def _read(self) -> None:
        """Pass on what the process has printed until now."""
        with suppress(BlockingIOError):
            while data := os.read(self._output, 65_536):
                # AWS's runtime client keeps the lines of an error together by carriage returns.
                self._observer.printed(self._decoder.decode(data).replace("\r", "\n"))
            # Nobody is left who could print.
            asyncio.get_running_loop().remove_reader(self._output)

    def _work(self) -> None:
        """Watch the process from now on: it is at work."""
        self._watch = asyncio.ensure_future(self._watch_memory())

    def _rest(self) -> bool:
        """Watch it no more, and take what it has printed; tell whether it stayed within its memory."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        self._read()
        return self._is_within_memory()

    async def _watch_memory(self) -> None:
        while self._is_within_memory():
            await asyncio.sleep(_MEMORY_INTERVAL)

    def _is_within_memory(self) -> bool:
        """Tell whether the process has stayed within its memory; if not it is killed, as on Lambda."""
        self.max_memory = max(self.max_memory, self._used_memory())
        if self.max_memory > self._program.memory:
            self.max_memory = self._program.memory
            self.kill()
            return False
        return True

    def _used_memory(self) -> int:
        """Return the most memory the process has had until now, in MB; 0 if it has ended."""
        assert self._process is not None
        with suppress(OSError), Path(f"/proc/{self._process.pid}/status").open() as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) // 1024
        return 0


def _interpreter() -> list[str]:
    """Return the command of this interpreter, isolated: neither the project nor the user is on its path."""
    # Compiled code is looked for where this process has written it.
    prefix = [] if sys.pycache_prefix is None else ["-X", f"pycache_prefix={sys.pycache_prefix}"]
    return [sys.executable, "-I", *prefix]


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
