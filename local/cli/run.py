"""`make run`: the stack on this machine's clock, its HTTP interface and AWS API, the outside, the samples.

The hub has the main thread; the client that does the samples is a thread beside it and meets the stack over
HTTP only. While a handler has its turn, what belongs to the process, such as sys.stdout and time.sleep, is
the handler's, so the client uses none of it.
"""

import signal
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from rich.console import Console

from local.cli.failure import Failure
from local.cli.guide import Guide
from local.cli.samples import read_samples
from local.cli.show_samples import Shown, show_sample
from local.cli.stack_refusals import as_failures
from local.cli.surroundings import Surroundings
from local.cli.trail import Trail
from local.clock import RealClock
from local.engine import child_processes
from local.engine.environments import Environments
from local.hub import Hub, Task
from local.outside import OUTSIDE_URL, Outside, point_functions_at, read_feeds
from local.server import HOST, Door, serving
from local.stack import LocalStack
from local.users import ALICE

#: Where results, the functions' log and the files of the curl commands are kept.
OUT = Path("out")


def run(
    assembly: Path,
    samples: Path,
    *,
    port: int,
    aws_port: int,
    outside_port: int,
    once: bool,
    environments: Environments,
    console: Console,
) -> bool:
    """Serve until a signal comes, or with `once` until the samples have ended.

    Functions run in child processes if they are asked for and this machine can run them. What the outside
    serves lies in `outside`, in the folder of the samples.
    Returns whether every sample that ended went as it says.
    Raises Failure where there is no stack to be had, or a sample's file is not as it must be.
    """
    wanted, feeds = read_samples(samples), read_feeds(samples / "outside")
    url, aws_url = f"http://{HOST}:{port}", f"http://{HOST}:{aws_port}"
    outside_url = f"http://{HOST}:{outside_port}"
    guide = Guide(console, url, ALICE, OUT)
    trail = Trail()
    stopping = threading.Event()

    def do_samples() -> bool:
        shown: list[Shown] = []
        with Surroundings(url, {"aws": aws_url, "outside": outside_url}) as surroundings:
            try:
                for sample in wanted:
                    one = show_sample(sample, surroundings, trail, OUT, console)
                    if stopping.is_set() and not one.as_expected:
                        break
                    shown.append(one)
            except Failure:
                if not stopping.is_set():
                    raise
                console.print()
        guide.sum_up(shown, of=len(wanted))
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
            undo.enter_context(Outside.served(feeds, outside_port))
        if outside_url != OUTSIDE_URL:
            stack.hub.call(lambda: point_functions_at(outside_url, stack.client), "pointing at the outside")
        guide.welcome(aws_url, outside_url, log.name)
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
