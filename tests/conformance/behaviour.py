"""What makes a test a test of conformance: it names the page on which AWS promises what it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pytest

#: Where AWS promises things; nobody else's word counts.
AWS_PAGES = "https://docs.aws.amazon.com/"

Test = TypeVar("Test", bound=Callable[..., None])


@dataclass(frozen=True)
class Promise:
    """What AWS promises.

    Attributes:
        source: the address of the page.
        quote: its words, or a short and faithful statement of them.
    """

    source: str
    quote: str


def behaviour(source: str, quote: str) -> Callable[[Test], Test]:
    """Mark a test as one of documented behaviour. Raises ValueError for any page but AWS's."""
    if not source.startswith(AWS_PAGES):
        raise ValueError(f"a behaviour is documented at {AWS_PAGES}, not at {source!r}")
    if not quote.strip():
        raise ValueError(f"what does {source} promise? Quote it")
    return pytest.mark.behaviour(Promise(source, quote))


def promise_of(test: object) -> Promise | None:
    """Return what a test function is marked with, None if it is not marked."""
    for mark in getattr(test, "pytestmark", ()):
        if mark.name == "behaviour":
            promise: Promise = mark.args[0]
            return promise
    return None
