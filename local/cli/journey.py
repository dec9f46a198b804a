"""Shows a job's way to its end: one line that grows with each change, on a terminal and in a pipe alike."""

import time
from collections.abc import Callable, Iterable

from rich.console import Console

from local.cli.job import Job

INDENT = "  "
ARROW = " → "
STYLES = {
    "PENDING": "dim",
    "RUNNING": "cyan",
    "SUCCEEDED": "green",
    "FAILED": "red",
    "CANCELLED": "yellow",
}


def show(console: Console, changes: Iterable[Job], trouble: Callable[[], list[str]] = list) -> Job:
    """Print each change as it comes, with the seconds since the first, and return the job as it ended.

    Args:
        console: where.
        changes: the job at each change; told again without one, it is asked what is in its way.
        trouble: returns what has gone wrong since it was asked last.
    """
    began = time.monotonic()
    column = 0
    last: Job | None = None
    for job in changes:
        if last is not None and job.stage == last.stage:
            if lines := trouble():
                console.print()
                for line in lines:
                    console.print(f"{INDENT}! {line}", style="yellow", markup=False, soft_wrap=True)
                column = 0
            continue
        step = _step(job, time.monotonic() - began)
        if not column:
            lead = INDENT
        elif column + len(ARROW) + len(step) <= console.width:
            lead = ARROW
        else:
            lead, column = f"\n{INDENT}{ARROW}", 0
        console.print(lead, end="")
        console.print(step, end="", style=STYLES.get(job.status))
        column += len(lead) + len(step)
        last = job
    console.print()
    assert last is not None, "a job is told at least once"
    if last.error is not None:
        console.print(f"{INDENT}{last.error.type}: {last.error.message}", markup=False)
    return last


def _step(job: Job, seconds: float) -> str:
    attempt = f" attempt {job.attempt}" if job.status == "RUNNING" and job.attempt > 1 else ""
    progress = f" {job.progress:.0%}" if job.status == "RUNNING" and job.progress else ""
    return f"{job.status}{attempt}{progress} {seconds:.2f} s"
