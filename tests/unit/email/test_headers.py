"""Headers: one line, in ASCII, that a mail program reads as one mailbox."""

from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.email.errors import HeaderInjection
from functions.email.headers import mailbox, one_line


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120))
def test_a_mailbox_is_one_mailbox_whatever_its_name(name: str) -> None:
    written = mailbox(name, "ada@example.com")

    assert written.isascii()
    assert written.isprintable()
    assert [address for _, address in getaddresses([written])] == ["ada@example.com"]


@pytest.mark.parametrize("separator", ["\r", "\n", "\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_what_may_end_a_line_is_refused(separator: str) -> None:
    with pytest.raises(HeaderInjection):
        one_line(f"Hello{separator}Bcc: everybody@example.com")
    with pytest.raises(HeaderInjection):
        mailbox(f"Ada{separator}", "ada@example.com")
