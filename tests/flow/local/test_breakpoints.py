"""Breakpoints that a debugger sets in the working tree's files stop in handlers."""

import bdb
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from tests.flow.local.handmade import Handmade

CODE = """\
def handle(event, context):
    doubled = event * 2
    return doubled
"""


class Debugger(bdb.Bdb):
    """Stops at breakpoints, notes where and what `doubled` is there, and goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()
        self.stops: list[tuple[str, int, object]] = []

    def user_line(self, frame: FrameType) -> None:
        if self.break_here(frame):
            self.stops.append(
                (frame.f_code.co_filename, frame.f_lineno, frame.f_locals.get("doubled", "not yet"))
            )
        self.set_continue()


@pytest.fixture
def working_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory the stack is started in, with a function's source in it."""
    (tmp_path / "functions" / "double").mkdir(parents=True)
    (tmp_path / "functions" / "double" / "handler.py").write_text(CODE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def debugger() -> Iterator[Debugger]:
    debugger = Debugger()
    before = sys.gettrace()
    yield debugger
    debugger.clear_all_breaks()
    sys.settrace(before)


def test_a_breakpoint_in_the_users_file_stops_in_the_handler(
    working_tree: Path, handmade: Handmade, debugger: Debugger
) -> None:
    source = working_tree / "functions" / "double" / "handler.py"
    handmade.function("f", {"functions/double/handler.py": CODE}, handler="functions.double.handler.handle")
    assert debugger.set_break(str(source), 3) is None

    sys.settrace(debugger.trace_dispatch)
    answer = handmade.invoke("f", 21)
    sys.settrace(None)

    assert answer == 42
    assert debugger.stops == [(str(source), 3, 42)]


def test_code_that_is_not_the_working_trees_keeps_its_own_name(
    working_tree: Path, handmade: Handmade
) -> None:
    handmade.function(
        "f",
        {"functions/double/handler.py": "def handle(event, context):\n    return 1 / 0\n"},
        handler="functions.double.handler.handle",
    )

    answer, _ = handmade.try_to_invoke("f")

    assert str(working_tree) not in answer["stackTrace"][0]


def test_a_traceback_names_the_users_file(working_tree: Path, handmade: Handmade) -> None:
    handmade.function("f", {"functions/double/handler.py": CODE}, handler="functions.double.handler.handle")

    answer, _ = handmade.try_to_invoke("f", {"not": "a number"})

    assert f'File "{working_tree}/functions/double/handler.py", line 2, in handle' in answer["stackTrace"][0]


def test_a_call_of_breakpoint_talks_to_the_terminal_not_to_the_log(
    working_tree: Path, monkeypatch: pytest.MonkeyPatch, handmade: Handmade
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(sys, "breakpointhook", sys.__breakpointhook__)
    monkeypatch.setattr(sys, "__stdin__", io.StringIO("p event + 1\ncontinue\n"))
    monkeypatch.setattr(sys, "__stdout__", terminal)
    handmade.function("f", "def handle(event, context):\n    breakpoint()\n    return event\n")

    assert handmade.invoke("f", 21) == 21

    assert "-> return event" in terminal.getvalue()
    assert "(Pdb) 22" in terminal.getvalue()
    assert handmade.printed("f") == []
