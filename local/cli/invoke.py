"""`make invoke`: one function, one event, on a fresh stack where nothing else moves."""

import json
import os.path
from contextlib import ExitStack
from pathlib import Path

from pydantic import JsonValue
from rich.console import Console

from local.cli import json_input, snapshot
from local.cli.failure import Failure
from local.cli.given import read_given
from local.cli.invocation import Invocation, report
from local.cli.stack_refusals import as_failures
from local.stack import LocalStack


def invoke(function: str, event: Path, *, assembly: Path, console: Console) -> bool:
    """Invoke a function once, report what came of it, and tell whether it returned.

    Args:
        function: its short name, such as "intake".
        event: the file with what it is given.
        assembly: the synthesized app.
        console: where to report.

    Raises Failure where there is no such function, no such event, or no stack to be had.
    """
    payload, given = json_input.read(event), read_given(event)
    with ExitStack() as undo:
        log: list[tuple[str, str]] = []
        with as_failures():
            stack = undo.enter_context(LocalStack(assembly, log=lambda *line: log.append(line)))
        name = _physical_name(stack, function)
        _stop_pollers(stack)
        given.put(name, event.parent, stack.client)
        invocation = _invoke(stack, name, payload, log)
    report(invocation, console)
    return not invocation.failed


def _physical_name(stack: LocalStack, function: str) -> str:
    try:
        return stack.function(function)
    except LookupError as error:
        pages = stack.client("lambda").get_paginator("list_functions").paginate()
        names = sorted(entry["FunctionName"] for page in pages for entry in page["Functions"])
        stage = os.path.commonprefix(names)  # noqa: RUF071 - names, not paths
        known = ", ".join(name.removeprefix(stage) for name in names)
        raise Failure(f"there is no function {function}; there are: {known}") from error


def _stop_pollers(stack: LocalStack) -> None:
    """Let nobody take what the function sends: it is to be seen where it was sent."""
    lambda_ = stack.client("lambda")
    for mapping in lambda_.list_event_source_mappings()["EventSourceMappings"]:
        lambda_.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)


def _invoke(stack: LocalStack, name: str, payload: JsonValue, log: list[tuple[str, str]]) -> Invocation:
    before = snapshot.take(stack.client)
    answered = stack.client("lambda").invoke(FunctionName=name, Payload=json.dumps(payload).encode())
    after = snapshot.take(stack.client)
    return Invocation(
        answer=json.loads(answered["Payload"].read() or "null"),
        failed="FunctionError" in answered,
        log=tuple(line for logged, line in log if logged == name),
        changes=tuple(snapshot.changes(before, after)),
    )
