"""Rendering: what a reader sees of a message, and that nothing of a stranger's becomes markup or a header."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from functions.email.contract import Recipient, Welcome
from functions.email.errors import HeaderInjection, TemplateError
from functions.email.rendering import render
from tests.unit.email.messages import MESSAGES, RECEIPT, WELCOME, read


class Markup(HTMLParser):
    """Reads HTML: its tags in their order, its text, its links; and checks that what is opened is closed."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def texts_of(value: JsonValue) -> list[str]:
    """Return every text in a message, but for the words of the contract."""
    match value:
        case str():
            return [value]
        case list():
            return [text for each in value for text in texts_of(each)]
        case dict():
            given = {key: each for key, each in value.items() if key not in ("template", "currency", "date")}
            return [text for each in given.values() for text in texts_of(each)]
        case _:
            return []


@pytest.mark.parametrize("template", MESSAGES)
def test_both_forms_say_all_that_the_message_says(template: str) -> None:
    message, recipient = read(MESSAGES[template])

    mail = render(message, recipient)

    markup = Markup(mail.html)
    for text in texts_of(dict(MESSAGES[template])):
        assert text in mail.text
        assert text in markup.text or text in markup.links
    assert recipient.name in mail.text
    assert recipient.name in markup.text


def test_a_receipt_adds_up() -> None:
    mail = render(*read(RECEIPT))

    assert "Total paid: €84.90" in mail.text
    assert "€84.90" in Markup(mail.html).text
    assert "1 May 2030" in mail.text


#: What people and those who mean harm put into a field of one line.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20)
MARKUP = st.sampled_from(["<b>", '"><script>', "</td>", "<!--", "&lt;", "'", "{{ 7 * 7 }}", "{% endblock %}"])
LINES = st.lists(st.one_of(WORDS, MARKUP), min_size=1, max_size=5).map("".join).filter(bool)


@settings(max_examples=40)
@given(product=LINES, name=LINES, step=LINES)
def test_whatever_is_written_into_a_field_stays_text(product: str, name: str, step: str) -> None:
    plain = Markup(render(*read(WELCOME)).html)
    message: dict[str, JsonValue] = {**WELCOME, "product": product, "steps": [step, step]}

    mail = render(*read(message, {"address": "ada@example.com", "name": name}))

    markup = Markup(mail.html)
    assert markup.tags == plain.tags
    assert step in markup.text
    assert len(mail.subject.splitlines()) == 1


def test_a_subject_of_two_lines_is_refused_even_if_the_contract_let_it_in() -> None:
    message = Welcome.model_construct(template="welcome", product="x\r\nBcc: y", start="https://z", steps=[])

    with pytest.raises(HeaderInjection, match=r"U\+000D"):
        render(message, Recipient(address="ada@example.com", name="Ada"))


def test_what_a_template_names_and_no_value_stands_for_fails_instead_of_leaving_a_gap() -> None:
    message = Welcome.model_construct(template="welcome", start="https://www.example.com", steps=[])

    with pytest.raises(TemplateError, match=r"template welcome: .*'product'"):
        render(message, Recipient(address="ada@example.com", name="Ada"))
