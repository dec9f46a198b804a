"""Exponential backoff with full jitter."""

from hypothesis import given
from hypothesis import strategies as st

from functions.offload.backoff import Backoff


@given(attempt=st.integers(1, 30), base=st.floats(0.1, 60), cap=st.floats(0.1, 3600))
def test_a_wait_is_never_longer_than_its_bound(attempt: int, base: float, cap: float) -> None:
    assert 0 <= Backoff(base, cap).after(attempt) <= min(cap, base * 2 ** (attempt - 1))


def test_waits_of_one_attempt_are_spread() -> None:
    waits = [Backoff(10, 300).after(3) for _ in range(200)]
    assert min(waits) < 10
    assert max(waits) > 30
