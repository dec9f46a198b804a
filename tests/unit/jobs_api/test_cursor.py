"""The cursor of a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.jobs_api.cursor import BadCursor, decode, encode
from functions.offload.store.listing import Position

ids = st.from_regex(r"[a-z]{1,9}\.[A-Za-z0-9_-]{1,64}", fullmatch=True)


@given(submitted=st.text(min_size=1, max_size=10), job_id=ids)
def test_a_cursor_leads_back_to_its_place(submitted: str, job_id: str) -> None:
    place = Position(submitted, f"OWNER/{job_id}")
    assert decode(encode(place), "OWNER") == place


@given(job_id=ids)
def test_a_cursor_of_another_owner_is_a_place_in_the_own_list(job_id: str) -> None:
    cursor = encode(Position("2030", f"THEIRS/{job_id}"))
    assert decode(cursor, "MINE").key == f"MINE/{job_id}"


@given(text=st.text())
def test_any_other_text_is_refused(text: str) -> None:
    try:
        decode(text, "OWNER")
    except BadCursor:
        return
    assert encode(decode(text, "OWNER")) == text.rstrip("=")


@pytest.mark.parametrize("text", ["", "WzEsMl0", "e30", "W10", "WyIiLCIiXQ", "bnVsbA"])
def test_json_that_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        decode(text, "OWNER")
