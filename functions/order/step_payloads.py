"""What the state machine hands to each step: no more than it needs, so one function sees the card's token.

A compensation is handed nothing: the job and its run say what to undo.
"""

from pydantic import Field

from functions.order.contract import Address, CardToken, Closed, Currency, Item


class ToReserve(Closed):
    """What `reserve` is given."""

    items: list[Item]
    currency: Currency


class ToApprove(Closed):
    """What `approve` is given: what the approver has to know."""

    items: list[Item]
    amount: int = Field(ge=0, description="Minor units of the currency")
    currency: Currency


class ToCharge(Closed):
    """What `charge` is given: the total is the reservation's."""

    card_token: CardToken
    amount: int = Field(ge=0, description="Minor units of the currency")
    currency: Currency


class ToShip(Closed):
    """What `ship` is given."""

    ship_to: Address


class ToDeliver(Closed):
    """What `deliver` is given: what the carrier has to know."""

    tracking: str


class ToUndo(Closed):
    """What every compensation is given, and the writing-off: nothing."""


class Compensated(Closed):
    """What every compensation answers: nothing either, but that it is done."""
