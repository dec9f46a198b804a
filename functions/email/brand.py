"""Whose mails these are: what a fork changes first. The sender's address is the stage's (`mail_from`)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Brand:
    """What every mail shows of its sender.

    Attributes:
        name: before the sender's address, at the head and the foot of a mail.
        site: where the name leads.
        postal_address: in the foot; many countries ask for it.
        colour: of the head and the buttons, as CSS writes it; white text has to be readable on it.
    """

    name: str
    site: str
    postal_address: str
    colour: str


BRAND: Final = Brand(
    name="Offload",
    site="https://www.example.com",
    postal_address="Offload, 1 Example Street, London",
    colour="#1f4e5f",
)
