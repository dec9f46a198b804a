"""Merging: whatever lies in the sources or comes between two pages, a reader sees each post once."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.feed.merging import Entry, Page, merged, page

#: A day of posts, so few that sources and pages meet.
places = st.integers(0, 60).map(
    lambda minute: f"2030-01-01T{minute // 60:02}:{minute % 60:02}:00.000Z#p{minute}"
)
entries = st.builds(Entry, places, st.just("author")).map(lambda e: e._replace(author=f"by {e.place[-1]}"))
sources = st.lists(st.sets(entries), max_size=5)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, reverse=True)


def everyone(entries: list[Entry]) -> list[Entry]:
    return entries


def after(sources: Iterable[set[Entry]], place: str | None) -> list[list[Entry]]:
    """The sources as a reader asks them: from after a place on."""
    return [newest_first(e for e in source if place is None or e.place < place) for source in sources]


@settings(max_examples=40)
@given(sources=sources)
def test_merged_sources_are_one_list_newest_first_without_repeats(sources: list[set[Entry]]) -> None:
    assert list(merged(after(sources, None))) == newest_first(set().union(*sources))


@settings(max_examples=40)
@given(sources=sources, limit=st.integers(1, 7), look_at=st.integers(1, 20), hidden=st.sets(entries))
def test_the_pages_together_show_what_is_to_be_shown_once_and_in_order(
    sources: list[set[Entry]], limit: int, look_at: int, hidden: set[Entry]
) -> None:
    shown: list[Entry] = []
    place: str | None = None
    while True:
        found = page(
            merged(after(sources, place)),
            lambda some: [entry for entry in some if entry not in hidden],
            limit=limit,
            look_at=look_at,
        )
        assert len(found.entries) <= limit
        shown += found.entries
        if found.next is None:
            break
        assert place is None or found.next < place, "no cursor leads back"
        place = found.next
    assert shown == newest_first(set().union(*sources) - hidden)


@settings(max_examples=40)
@given(
    sources=st.lists(st.sets(entries), min_size=1, max_size=4),
    late=st.lists(st.sets(entries), max_size=30),
    limit=st.integers(1, 5),
)
def test_what_comes_between_two_pages_is_never_shown_twice_nor_out_of_order(
    sources: list[set[Entry]], late: list[set[Entry]], limit: int
) -> None:
    before = set().union(*sources)
    coming = iter(late)
    shown: list[Entry] = []
    place: str | None = None
    while True:
        found = page(merged(after(sources, place)), everyone, limit=limit, look_at=50)
        shown += found.entries
        if found.next is None:
            break
        place = found.next
        sources = [*sources, next(coming, set())]
    assert shown == newest_first(set(shown)), "each once, newest first"
    assert before <= set(shown), "and nothing that was there is missed"


def test_a_page_says_whether_there_is_another() -> None:
    three = [Entry(f"2030-01-01T00:00:0{second}.000Z#p", "a") for second in (3, 2, 1)]
    assert page(three, everyone, limit=3, look_at=50) == Page(three, None)
    assert page(three, everyone, limit=2, look_at=50) == Page(three[:2], three[1].place)
    assert page([], everyone, limit=2, look_at=50) == Page([], None)
