"""What others may send: a customer an order, an approver a decision, a carrier a report.

These become the JSON-schema models of their routes, so they keep to what draft 4 can say. An order names no
price: what the goods cost is the price list's to say, not the customer's.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

#: ISO 4217 codes the price list quotes; all three have two decimals.
Currency = Literal["EUR", "GBP", "USD"]

Sku = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{1,31}$", description="As in the price list")]
CardToken = Annotated[
    str, Field(pattern=r"^tok_[a-z0-9_]{1,60}$", description="The provider's token, never a card number")
]
Line = Annotated[str, Field(min_length=1, max_length=100)]


class Closed(BaseModel):
    """A model that takes no unknown field and converts no type, so that it judges as its JSON schema does."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Item(Closed):
    """One article of the order."""

    sku: Sku
    quantity: int = Field(ge=1, le=100, description="Pieces")


class Address(Closed):
    """Where the parcel goes."""

    name: Line
    street: Line
    city: Line
    postcode: str = Field(pattern=r"^[A-Z0-9][A-Z0-9 -]{1,15}$")
    country: str = Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")


class Order(Closed):
    """An order: goods, the card that pays for them, where they go, and by whom.

    What goes by post is out of our hands when it is posted, and the order is done. A courier reports what
    became of the parcel, and the order is done when it is delivered.
    """

    items: list[Item] = Field(min_length=1, max_length=20, json_schema_extra={"uniqueItems": True})
    currency: Currency
    card_token: CardToken
    ship_to: Address
    delivery: Literal["post", "courier"] = "post"

    @field_validator("items")
    @classmethod
    def _each_article_once(cls, items: list[Item]) -> list[Item]:
        skus = [item.sku for item in items]
        repeated = sorted({sku for sku in skus if skus.count(sku) > 1})
        if repeated:
            raise ValueError(f"each sku may appear once; repeated: {', '.join(repeated)}")
        return items


class Decision(Closed):
    """What an approver says of an order that waits; the comment is shown to its customer."""

    decision: Literal["approve", "reject"]
    comment: str = Field(default="", max_length=500)


class DeliveryReport(Closed):
    """What a carrier says of a parcel: delivered, lost, or on its way back to us."""

    status: Literal["delivered", "lost", "returned"]
    note: str = Field(default="", max_length=500)
