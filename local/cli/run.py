"""`make run`: the stack on this machine's clock, its HTTP interface and AWS API, and the sample jobs.

The hub has the main thread; the client that does the samples is a thread beside it and meets the stack over
HTTP only. While a handler has its turn, what belongs to the process, such as sys.stdout and time.sleep, is
the handler's, so the client uses none of it.
"""

import signal
import threading
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from rich.console import Console

from local.cli.failure import Failure
from local.cli.guide import Guide
from local.cli.jobs_api import JobsApi
from local.cli.samples import Sample
from local.cli.show_samples import Shown, show_sample
from local.cli.stack_refusals import as_failures
from local.cli.trail import Trail
from local.clock import RealClock
from local.engine import child_processes
from local.engine.environments import Environments
from local.hub import Hub, Task
from local.server import HOST, Door, serving
from local.stack import LocalStack
from local.users import ALICE

#: Where results, the functions' log and the files of the curl commands are kept.
OUT = Path("out")


def run(
    assembly: Path,
    samples: Sequence[Sample],
    *,
    port: int,
    aws_port: int,
    once: bool,
    environments: Environments,
    console: Console,
) -> bool:
    """Serve until a signal comes, or with `once` until the samples have ended.

    Functions run in child processes if they are asked for and this machine can run them.
    Returns whether every sample that ended did so as it says.
    Raises Failure where there is no stack to be had, or the API refuses a sample.
    """
    url, aws_url = f"http://{HOST}:{port}", f"http://{HOST}:{aws_port}"
    guide = Guide(console, url, ALICE, OUT)
    trail = Trail()
    stopping = threading.Event()

    def do_samples() -> bool:
        shown: list[Shown] = []
        with JobsApi(url, ALICE) as api:
            try:
                for sample in samples:
                    shown.append(show_sample(sample, api, trail, OUT, console))
            except Failure:
                if not stopping.is_set():
                    raise
                console.print()
        guide.sum_up(shown, of=len(samples))
        if shown and not once and not stopping.is_set():
            guide.show_commands(shown)
        return all(one.as_expected for one in shown)

    with ExitStack() as undo:
        OUT.mkdir(exist_ok=True)
        log = undo.enter_context((OUT / "functions.log").open("w", buffering=1))

        def hear(function: str, line: str) -> None:
            _write(log, f"{function}: {line}")
            trail.hear(function, line)

        stack = LocalStack(
            assembly,
            clock=RealClock(),
            aws_url=aws_url,
            log=hear,
            environments=_possible(environments, guide),
        )
        with as_failures():
            undo.enter_context(stack)
        stack.hub.on_error = lambda task, error: _write_error(log, task, error)
        # Left after the servers, when no request of the client can hang any more.
        client = undo.enter_context(ThreadPoolExecutor(1, "client"))
        doors = (Door(port, "PORT", stack.gateway.handle), Door(aws_port, "AWS_PORT", stack.endpoint.handle))
        with as_failures():
            undo.enter_context(serving(stack.hub, doors))
        guide.welcome(aws_url, log.name)
        verdict = client.submit(do_samples)
        verdict.add_done_callback(
            lambda done: _stop(stack.hub, stopping) if once or done.exception() else None
        )
        _serve(stack.hub, stopping)
    return verdict.result()


def _possible(environments: Environments, guide: Guide) -> Environments:
    """Return the kind that was asked for, or in-process environments where only these can run."""
    if environments is Environments.CHILD_PROCESSES and not child_processes.can_run():
        guide.warn_of_in_process()
        return Environments.IN_PROCESS
    return environments


def _serve(hub: Hub, stopping: threading.Event) -> None:
    handlers = {
        number: signal.signal(number, lambda *_: _stop(hub, stopping))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        hub.run(until=stopping.is_set)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _stop(hub: Hub, stopping: threading.Event) -> None:
    stopping.set()
    # A hub that waits for its next timer looks up when something is handed over.
    hub.submit(lambda: None)


def _write_error(log: TextIO, task: Task[object], error: BaseException) -> None:
    _write(log, f"{task.name} failed\n{''.join(traceback.format_exception(error))}")


def _write(log: TextIO, text: str) -> None:
    log.write(f"{text}\n")
