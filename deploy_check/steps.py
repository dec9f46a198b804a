"""Tells on the terminal which step of the proof is under way and how long each took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

WIDTH = 62


class CheckFailed(Exception):
    """The deployment did not do what it must; the message says what was seen instead."""


class Steps:
    """Prints each step with its duration, in seconds."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Print the step's name as it begins, and its duration or its failure as it ends."""
        self._console.print(f"{name:<{WIDTH}.{WIDTH}}", end="", markup=False)
        began = time.monotonic()
        verdict = "[red]failed[/]"
        try:
            yield
            verdict = "[green]ok[/]"
        except KeyboardInterrupt:
            verdict = "stopped"
            raise
        finally:
            self._console.print(f"{time.monotonic() - began:6.1f} s  {verdict}")
