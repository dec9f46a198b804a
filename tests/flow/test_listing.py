"""`GET /jobs`: the caller's own jobs, newest first, filtered, page by page."""

from collections.abc import Iterator

import pytest

from local.stack import LocalStack
from tests.flow.callers import Caller, Page
from tests.flow.orders import Customer
from tests.flow.thumbnails import wanted

#: A list that filters reads at most so many index pages for an answer.
PAGES_READ = 5


@pytest.fixture(autouse=True)
def no_worker_runs(stack: LocalStack) -> None:
    """Jobs stay PENDING, so that a test decides their status."""
    for function in ("thumbnail", "order-starter"):
        stack.disable(function)


def submit(caller: Caller, *keys: str) -> list[str]:
    """Submit jobs, a second apart; return their ids, newest first."""
    ids = []
    for key in keys:
        ids.append(caller.submit("thumbnail", wanted("uploads/nobody/1/photo"), key=key))
        caller.stack.clock.advance(seconds=1)
    return ids[::-1]


def pages(caller: Caller, **query: str | int) -> Iterator[Page]:
    """Go through the caller's list, from cursor to cursor."""
    page = caller.page(**query)
    yield page
    while page.cursor is not None:
        page = caller.page(**query, cursor=page.cursor)
        yield page


def all_ids(caller: Caller, **query: str | int) -> list[str]:
    """Return the ids of all pages, in their order."""
    return [job for page in pages(caller, **query) for job in page.ids]


def test_the_list_is_empty_before_the_first_job(caller: Caller) -> None:
    assert caller.page() == Page(jobs=())


def test_jobs_are_listed_newest_first_as_each_one_is_shown(caller: Caller) -> None:
    ids = submit(caller, "a", "c", "b")

    page = caller.page()

    assert page.ids == ids
    assert page.jobs == tuple(caller.look(job) for job in ids)
    assert page.cursor is None


def test_a_list_shows_one_type_or_one_status_or_both(caller: Caller, stack: LocalStack) -> None:
    photos, order = submit(caller, "a", "b"), Customer(stack).order()
    stack.clock.advance(seconds=1)
    caller.cancel(photos[0])

    assert caller.page(type="thumbnail").ids == photos
    assert caller.page(type="order").ids == [order]
    assert caller.page(status="CANCELLED").ids == photos[:1]
    assert caller.page(status="PENDING").ids == [order, photos[1]]
    assert caller.page(type="thumbnail", status="PENDING").ids == photos[1:]
    assert caller.page(type="order", status="CANCELLED").ids == []
    assert caller.page(type="resize").ids == []


def test_the_pages_together_are_the_list(caller: Caller) -> None:
    ids = submit(caller, *"abcdef")

    for limit in (1, 2, 3, 5, 6, 7, 100):
        found = list(pages(caller, limit=limit))
        assert [job for page in found for job in page.ids] == ids, limit
        assert all(len(page.jobs) == limit for page in found[: len(ids) // limit]), limit


def test_jobs_of_one_instant_are_not_lost_between_pages(caller: Caller, stack: LocalStack) -> None:
    ids = {caller.submit("thumbnail", wanted("uploads/nobody/1/photo"), key=key) for key in "abcde"}
    stack.settle()

    found = all_ids(caller, limit=2)

    assert (set(found), len(found)) == (ids, len(ids))


def test_a_filter_that_passes_few_jobs_is_followed_by_cursor_to_the_last(caller: Caller) -> None:
    ids = submit(caller, *"abcdefghijklm")
    for job in (ids[0], ids[-1]):
        caller.cancel(job)

    found = list(pages(caller, status="CANCELLED", limit=1))

    assert [job for page in found for job in page.ids] == [ids[0], ids[-1]]
    assert any(not page.jobs for page in found), "an answer reads so many pages of the index and no more"
    assert all_ids(caller, status="PENDING", limit=2) == ids[1:-1]
    assert len(ids) > 2 + PAGES_READ


def test_a_job_that_comes_between_two_pages_moves_none_of_the_older(caller: Caller) -> None:
    ids = submit(caller, *"abcd")
    first = caller.page(limit=2)
    submit(caller, "e")
    assert first.cursor is not None

    assert caller.page(limit=2, cursor=first.cursor).ids == ids[2:]


def test_nobody_sees_another_owner_s_jobs_with_whatever_cursor(caller: Caller, stranger: Caller) -> None:
    """Invariant 7."""
    alices = submit(caller, "a", "b")
    bobs = submit(stranger, "c", "d")
    cursors = [person.page(limit=1).cursor for person in (caller, stranger)]

    for cursor in cursors:
        assert cursor is not None
        assert set(caller.page(cursor=cursor).ids) <= set(alices)
        assert set(stranger.page(cursor=cursor).ids) <= set(bobs)
    assert (caller.page().ids, stranger.page().ids) == (alices, bobs)
