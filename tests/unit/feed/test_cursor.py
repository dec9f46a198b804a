"""The cursor of a feed and of an inbox."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.feed.cursor import BadCursor, decode, encode

places = st.from_regex(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z#(like#)?p[0-9a-f]{24}", fullmatch=True
)


@settings(max_examples=40)
@given(place=places)
def test_a_cursor_leads_back_to_its_place(place: str) -> None:
    assert decode(encode(place)) == place


@settings(max_examples=40)
@given(text=st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        decode(text)


@pytest.mark.parametrize("place", ["", "2030", "feed#alice", "2030-01-01T00:00:00.000Z#ALICE", "\ud800"])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(BadCursor):
        decode(encode(place) if place.isprintable() else place)
