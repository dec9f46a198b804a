"""Change feeds: what has changed at a source, oldest first, page by page behind a cursor."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from local.cli.json_input import read_lines

Change = Mapping[str, JsonValue]

#: Changes on a page at most, and unless another limit is asked for.
MOST = 1_000
USUAL = 100


class UnknownCursor(ValueError):
    """The feed never gave this cursor."""


@dataclass(frozen=True)
class Page:
    """A piece of a feed.

    Attributes:
        changes: after the cursor that was asked for.
        cursor: to ask for the next page with; that of an empty page is the one it was asked for with.
        more: whether there are changes after these.
    """

    changes: tuple[Change, ...]
    cursor: str
    more: bool


class Feeds:
    """Feeds by name; a cursor is the number of changes before it.

    Args:
        changes: of each feed, oldest first.
        most: changes on a page at most, whatever limit is asked for.
    """

    def __init__(self, changes: Mapping[str, Iterable[Change]], most: int = MOST) -> None:
        self.most = most
        self._changes = {name: list(of_one) for name, of_one in changes.items()}
        self._lock = threading.Lock()

    def page(self, name: str, cursor: str, limit: int = USUAL) -> Page:
        """Return what follows a cursor; the empty one is the beginning.

        Raises KeyError for an unknown feed, and UnknownCursor.
        """
        with self._lock:
            changes = self._changes[name]
            if cursor and not (cursor.isdecimal() and int(cursor) <= len(changes)):
                raise UnknownCursor(f"{cursor!r} is no cursor of {name}")
            begin = int(cursor or 0)
            page = tuple(changes[begin : begin + min(max(limit, 1), self.most)])
            end = begin + len(page)
            return Page(page, str(end), end < len(changes))

    def append(self, name: str, changes: Iterable[Change]) -> None:
        """Let something have changed at a source, which may be a new one."""
        with self._lock:
            self._changes.setdefault(name, []).extend(changes)


def read_feeds(folder: Path) -> Feeds:
    """Read every feed of a folder: `{name}.jsonl`, a change on each line. Raises InvalidInput."""
    return Feeds({path.stem: read_lines(path) for path in sorted(folder.glob("*.jsonl"))})
