"""Mailings as a caller has them: the payload that asks for one, and the answers in its result."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from tests.flow.callers import Caller, ShownJob

SENDER = "offload-dev@example.com"

ADA, BOB, CLARA = "ada@example.com", "bob@example.org", "clara@example.net"

WELCOME: Mapping[str, JsonValue] = {
    "template": "welcome",
    "product": "Offload",
    "start": "https://www.example.com/start",
    "steps": ["Confirm your address", "Send the first job"],
}

RECEIPT: Mapping[str, JsonValue] = {
    "template": "receipt",
    "number": "R-42",
    "date": "2030-05-01",
    "currency": "EUR",
    "items": [
        {"name": "Teapot", "quantity": 1, "price": 3490},
        {"name": "Mug", "quantity": 4, "price": 1250},
    ],
    "order": "https://www.example.com/orders/42",
}

REPORT_READY: Mapping[str, JsonValue] = {
    "template": "report_ready",
    "report": "Sales report",
    "period": "April 2030",
    "figures": [{"label": "Revenue", "value": "€48,210.00"}],
    "download": "https://www.example.com/reports/2030-04",
}


class ShownAnswer(BaseModel):
    """What a mailing's result says of a recipient."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: str
    status: Literal["sent", "suppressed", "rejected"]
    message_id: str | None = None
    reason: str | None = None
    key: str | None = None
    href: str | None = None


def mailing(
    addresses: Sequence[str], message: Mapping[str, JsonValue] = WELCOME, *, name: str = "Ada Byron"
) -> dict[str, object]:
    """Return the payload that mails a message to addresses."""
    return {
        "message": dict(message),
        "recipients": [{"address": address, "name": name} for address in addresses],
    }


def mail(caller: Caller, addresses: Sequence[str], message: Mapping[str, JsonValue] = WELCOME) -> ShownJob:
    """Have a message mailed, and return the job at its end."""
    return caller.follow(caller.submit("email", mailing(addresses, message)))


def answers_of(job: ShownJob) -> list[ShownAnswer]:
    """Return the answers in the result of a mailing that has succeeded, once they are counted."""
    assert job.result is not None, job
    listed = job.result["recipients"]
    assert isinstance(listed, list)
    answers = [ShownAnswer.model_validate(each) for each in listed]
    for status in ("sent", "suppressed", "rejected"):
        assert job.result[status] == sum(answer.status == status for answer in answers)
    return answers


def statuses_of(job: ShownJob) -> list[str]:
    """Return what happened to each recipient of a mailing, in their order."""
    return [answer.status for answer in answers_of(job)]


def largest_mailing() -> dict[str, object]:
    """Return a payload with as many and as long texts as the contract takes."""
    name = "\N{ENVELOPE WITH LIGHTNING}" + "\N{INCOMING ENVELOPE}" * 119
    message: dict[str, JsonValue] = {
        **RECEIPT,
        "items": [{"name": name, "quantity": 1000, "price": 1_000_000_000} for _ in range(50)],
        "order": "https://" + "\N{INCOMING ENVELOPE}" * 992,
    }
    addresses = [f"{number:064}@{'a' * 60}.{'b' * 60}.{'c' * 60}.com" for number in range(50)]
    return mailing(addresses, message, name=name)
