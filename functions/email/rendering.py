"""Rendering: a message and a recipient become a mail. Knows templates, nothing of SES or jobs.

HTML is escaped as a whole, text not at all, and a name that no value stands for is an error: a customer never
reads "Hello ,". Templates lie beside this file, one folder each, and are part of the function.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape

from functions.email.brand import BRAND
from functions.email.contract import Message, Recipient
from functions.email.errors import TemplateError as MessageLacks
from functions.email.headers import one_line
from functions.email.wording import day, money

TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Mail:
    """A mail as a reader sees it, in both of its forms."""

    subject: str
    text: str
    html: str


def render(message: Message, recipient: Recipient) -> Mail:
    """Return the mail that says `message` to `recipient`.

    Raises:
        HeaderInjection: the subject would be more than one line.
        TemplateError: the template wants what the message has not.
    """
    given = {"message": message, "recipient": recipient, "brand": BRAND}
    try:
        subject, text, html = (
            _environment().get_template(f"{message.template}/{part}").render(given)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    except TemplateError as error:
        raise MessageLacks(f"template {message.template}: {error.message}") from error
    return Mail(one_line(subject), text, html)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"money": money, "day": day}
    return environment
