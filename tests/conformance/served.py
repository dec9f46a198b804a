"""Our endpoint as `make run` has it: child processes, real time, real HTTP; a process of its own.

`python -m tests.conformance.served` prints the address of the AWS API, and ends with its standard input.
"""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from local.clock import RealClock
from local.engine.environments import Environments
from local.permissions.credentials import ADMINISTRATOR_KEYS
from local.server import HOST, Door, serving
from local.stack import LocalStack
from tests.conformance.in_process import USER_KEYS
from tests.conformance.over_http import OverHttp
from tests.conformance.target import EMULATORS_INVOKE_PATH


@contextmanager
def served() -> Iterator[OverHttp]:
    """Give the endpoint while the context lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", __spec__.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None, "it was asked for"
    with process:
        aws_url = process.stdout.readline().strip()
        if not aws_url:
            raise RuntimeError("the endpoint with child processes did not start")
        yield OverHttp("offload", aws_url, aws_url + EMULATORS_INVOKE_PATH, ADMINISTRATOR_KEYS, USER_KEYS)


def _serve() -> None:
    port = _free_port()
    aws_url = f"http://{HOST}:{port}"
    with (
        LocalStack(clock=RealClock(), aws_url=aws_url, environments=Environments.CHILD_PROCESSES) as stack,
        serving(stack.hub, [Door(port, "", stack.endpoint.handle)]),
    ):
        ended = threading.Event()

        def await_end() -> None:
            sys.stdin.read()
            ended.set()
            stack.hub.submit(lambda: None)

        threading.Thread(target=await_end, name="end", daemon=True).start()
        sys.stdout.write(f"{aws_url}\n")
        sys.stdout.flush()
        stack.hub.run(until=ended.is_set)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    _serve()
