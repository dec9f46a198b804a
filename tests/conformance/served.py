"""Our endpoint as `make run` has it: child processes, real time, real HTTP; a process of its own.

`python -m tests.conformance.served` prints the addresses of the AWS API and of the HTTP interface, and ends
with its standard input.
"""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from local.clock import RealClock
from local.server import HOST, Door, serving
from local.stack import LocalStack
from local.users import ALICE
from tests.conformance.over_http import OverHttp


@contextmanager
def served() -> Iterator[OverHttp]:
    """Give the endpoint while the context lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", __spec__.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None, "it was asked for"
    with process:
        addresses = process.stdout.readline().split()
        if len(addresses) != 2:
            raise RuntimeError("the endpoint with child processes did not start")
        aws_url, api_url = addresses
        yield OverHttp("offload", aws_url, api_url, (ALICE.access_key, ALICE.secret_key))


def _serve() -> None:
    aws_port, api_port = _free_port(), _free_port()
    aws_url = f"http://{HOST}:{aws_port}"
    with LocalStack(clock=RealClock(), aws_url=aws_url) as stack:
        doors = (Door(aws_port, "", stack.endpoint.handle), Door(api_port, "", stack.gateway.handle))
        with serving(stack.hub, doors):
            ended = threading.Event()

            def await_end() -> None:
                sys.stdin.read()
                ended.set()
                stack.hub.submit(lambda: None)

            threading.Thread(target=await_end, name="end", daemon=True).start()
            sys.stdout.write(f"{aws_url} http://{HOST}:{api_port}\n")
            sys.stdout.flush()
            stack.hub.run(until=ended.is_set)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    _serve()
