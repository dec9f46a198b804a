"""The feed's parts on an empty table."""

from collections.abc import Iterator

import pytest

from functions.feed.fan_out import FanOut
from functions.feed.follows import Follows
from functions.feed.inbox import Inbox
from functions.feed.likes import Likes
from functions.feed.posts import Posts
from functions.feed.reader import Reader
from functions.feed.table import Table
from tests.unit.feed.feed_table import feed_table


@pytest.fixture
def table() -> Iterator[Table]:
    with feed_table() as table:
        yield table


@pytest.fixture
def posts(table: Table) -> Posts:
    return Posts(table)


@pytest.fixture
def follows(table: Table) -> Follows:
    return Follows(table)


@pytest.fixture
def fan_out(table: Table) -> FanOut:
    return FanOut(table)


@pytest.fixture
def likes(table: Table) -> Likes:
    return Likes(table)


@pytest.fixture
def reader(table: Table) -> Reader:
    return Reader(table)


@pytest.fixture
def inbox(table: Table) -> Inbox:
    return Inbox(table, loud_a_minute=3)
