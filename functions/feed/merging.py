"""Merging: several lists of posts, each newest first, into one page, newest first. Pure: knows no table.

A place in a feed (`keys.place`) sorts as text by time. A cursor is such a place: whatever comes or goes
between two pages, the next page holds only what is older, so nothing is shown twice.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple


class Entry(NamedTuple):
    """A post in a feed: where it stands, and whose it is."""

    place: str
    author: str


@dataclass(frozen=True)
class Page:
    """A part of a feed.

    Attributes:
        entries: newest first.
        next: the place after which to go on, None at the end of the feed.
    """

    entries: list[Entry]
    next: str | None


def merged(sources: Iterable[Iterable[Entry]]) -> Iterator[Entry]:
    """Yield what is in the sources, newest first, and once what is in several; each is newest first."""
    last = None
    for entry in heapq.merge(*sources, reverse=True):
        if entry != last:
            yield entry
        last = entry


def page(
    entries: Iterable[Entry], shown: Callable[[list[Entry]], list[Entry]], *, limit: int, look_at: int
) -> Page:
    """Take a page off merged entries.

    Args:
        entries: newest first.
        shown: keeps those of some entries that are to be shown, in their order.
        limit: entries a page.
        look_at: entries to look at for one page at most; a page may be short then, and its cursor leads on.
    """
    left = iter(entries)
    kept: list[Entry] = []
    seen = 0
    while seen < look_at:
        some = list(islice(left, min(limit + 1 - len(kept), look_at - seen)))
        if not some:
            return Page(kept, None)
        seen += len(some)
        kept += shown(some)
        if len(kept) > limit:
            return Page(kept[:limit], kept[limit - 1].place)
    return Page(kept, some[-1].place)
