"""The page of the conformance suite is the suite's, and a test without a source is none of it."""

import pytest

from tests.conformance import document
from tests.conformance.behaviour import behaviour
from tests.conformance.behaviours import all_behaviours, sentence

pytest_plugins = ["pytester"]


def test_the_page_shows_the_suite_as_it_is() -> None:
    # `make conformance` writes it anew.
    assert document.PAGE.read_text() == document.page()


def test_every_behaviour_has_been_asked_for_at_our_endpoint() -> None:
    # `make conformance` asks for those that have not.
    assert document.unrecorded() == []


def test_there_are_at_least_a_hundred_and_twenty_behaviours_none_of_them_twice() -> None:
    sentences = [(found.service, found.sentence) for found in all_behaviours()]

    assert len(sentences) == len(set(sentences)) >= 120


@pytest.mark.parametrize(
    ("url", "quote"),
    [("https://example.com/page.html", "A promise."), ("https://docs.aws.amazon.com/s3", " ")],
)
def test_a_behaviour_names_a_page_of_aws_and_what_it_says(url: str, quote: str) -> None:
    with pytest.raises(ValueError, match=r"docs\.aws\.amazon\.com"):
        behaviour(url, quote)


def test_the_name_of_a_test_is_a_sentence() -> None:
    assert sentence("test_a_fifo_queue_s_messages_don_t_overtake") == "A FIFO queue's messages don't overtake"


def test_a_test_that_names_no_source_is_not_collected(pytester: pytest.Pytester) -> None:
    pytester.makeconftest((document.HERE / "conftest.py").read_text())
    pytester.makepyfile("def test_something() -> None: pass")

    pytester.runpytest_inprocess().stderr.fnmatch_lines(["*test_something names no source*"])
