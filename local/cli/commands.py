"""The command line: what each command is given, and which exit code comes of it.

A command imports what it runs only when it runs, so that `send` does not wait for all of moto.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from local.cli.failure import Failure

app = typer.Typer(
    help="The local runtime of Offload.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Assembly = Annotated[Path, typer.Option(help="The synthesized app.", exists=True, file_okay=False)]
Port = Annotated[int, typer.Option(help="The HTTP interface's, on 127.0.0.1.")]


@app.command()
def run(
    port: Port = 8000,
    aws_port: Annotated[int, typer.Option(help="The AWS API's.")] = 4566,
    outside_port: Annotated[
        int, typer.Option(help="The outside's, which plays other people's services.")
    ] = 8001,
    once: Annotated[bool, typer.Option("--once", help="Stop when the samples have ended.")] = False,
    in_process: Annotated[
        bool,
        typer.Option("--in-process", help="Run functions in this process, for breakpoints in their code."),
    ] = False,
    assembly: Assembly = Path("cdk.out"),
    samples: Annotated[Path, typer.Option(help="The samples' folder.", exists=True)] = Path("events/samples"),
) -> None:
    """Start the stack, do the samples, serve until Ctrl-C."""
    from local.cli.run import run as run_stack
    from local.engine.environments import Environments

    kind = Environments.IN_PROCESS if in_process else Environments.CHILD_PROCESSES
    ports = {"port": port, "aws_port": aws_port, "outside_port": outside_port}
    _exit(lambda to: run_stack(assembly, samples, **ports, once=once, environments=kind, console=to))


@app.command()
def send(
    job_type: Annotated[str, typer.Argument(metavar="TYPE", help="A job type.")],
    payload: Annotated[str, typer.Argument(help="Its payload, as JSON.")],
    port: Port = 8000,
) -> None:
    """Submit a job to a running stack and follow it to its end."""
    from local.cli.send import send as send_job

    _exit(lambda to: send_job(job_type, payload, url=f"http://127.0.0.1:{port}", console=to))


@app.command()
def invoke(
    function: Annotated[str, typer.Argument(help="A function's short name, such as intake.")],
    event: Annotated[Path, typer.Argument(help="A file that holds the event, as JSON.")],
    assembly: Assembly = Path("cdk.out"),
) -> None:
    """Run one function on a fresh stack; show its answer, its log and what it changed."""
    from local.cli.invoke import invoke as invoke_function

    _exit(lambda to: invoke_function(function, event, assembly=assembly, console=to))


def _exit(command: Callable[[Console], bool]) -> None:
    """Run a command and exit: with 0 if it says so, else with 1, after its failure has been told."""
    try:
        # Bound to today's stdout: while a handler runs in this process, sys.stdout is the handler's.
        stdout = typer.get_text_stream("stdout", errors="replace")
        succeeded = command(Console(file=stdout, highlight=False))
    except Failure as failure:
        Console(stderr=True, highlight=False).print(str(failure), style="red", markup=False, soft_wrap=True)
        succeeded = False
    raise typer.Exit(0 if succeeded else 1)
