"""Shows that AWS refuses a call."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError


class Refusal:
    """What AWS answered; filled when the context that expects it has ended."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = {}

    @property
    def message(self) -> str:
        """The message of the error."""
        return str(self.answer["Error"].get("Message", ""))


@contextmanager
def refused(code: str, words: str = "") -> Iterator[Refusal]:
    """Expect an error of AWS within the context.

    Args:
        code: of the error.
        words: to be found in its message, whatever their case.
    """
    refusal = Refusal()
    with pytest.raises(ClientError) as caught:
        yield refusal
    refusal.answer = dict(caught.value.response)
    assert (refusal.answer["Error"]["Code"], words.lower() in refusal.message.lower()) == (code, True), (
        refusal.message
    )
