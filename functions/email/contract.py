"""The payload of an `email` job: which mail, to whom, and what it says.

It becomes the JSON-schema model of `POST /jobs/email`, so it keeps to what draft 4 can say. Nothing that
could begin a header of its own passes it: neither a line's end in a text, nor anything but an address in an
address.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

#: Without control characters and separators of lines.
_ONE_LINE = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$"

#: Not all that an address may be, but all that is: SES takes ASCII only, and judges the rest itself.
_ADDRESS = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}$"

Line = Annotated[str, Field(min_length=1, max_length=120, pattern=_ONE_LINE)]
Text = Annotated[str, Field(min_length=1, max_length=500, pattern=_ONE_LINE)]
Link = Annotated[
    str,
    Field(max_length=1000, pattern=r"^https://[^\s\u0000-\u001f<>]+$", description="Nothing but https"),
]
MinorUnits = Annotated[int, Field(ge=0, le=1_000_000_000, description="In cents, pence and the like")]


class Closed(BaseModel):
    """A model that takes no unknown field and converts no type, so that it judges as its JSON schema does."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Recipient(Closed):
    """Somebody who gets a mail of their own, and sees no other's address."""

    address: str = Field(pattern=_ADDRESS, max_length=254)
    name: Line


class Welcome(Closed):
    """To somebody who has just signed up."""

    template: Literal["welcome"]
    product: Line
    start: Link
    steps: list[Text] = Field(max_length=5, default=[])


class ReceiptItem(Closed):
    """A line of a receipt."""

    name: Line
    quantity: int = Field(ge=1, le=1000, description="Pieces")
    price: MinorUnits = Field(description="Of one piece")

    @property
    def total(self) -> int:
        """The price of all pieces, in minor units."""
        return self.quantity * self.price


class Receipt(Closed):
    """To somebody who has paid."""

    template: Literal["receipt"]
    number: Line
    date: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    currency: Literal["EUR", "GBP", "USD"]
    items: list[ReceiptItem] = Field(min_length=1, max_length=50)
    order: Link

    @property
    def total(self) -> int:
        """What was paid, in minor units."""
        return sum(item.total for item in self.items)


class Figure(Closed):
    """A figure worth showing before the report is opened."""

    label: Line
    value: Line


class ReportReady(Closed):
    """To somebody whose report can be fetched."""

    template: Literal["report_ready"]
    report: Line
    period: Line
    figures: list[Figure] = Field(max_length=3, default=[])
    download: Link


Message = Annotated[Welcome | Receipt | ReportReady, Field(discriminator="template")]

#: SES takes no more in one mail; here each has a mail of their own, and this bounds the work of one job.
MAX_RECIPIENTS = 50


class Email(Closed):
    """One message, and those who get it."""

    message: Message
    recipients: list[Recipient] = Field(
        min_length=1, max_length=MAX_RECIPIENTS, json_schema_extra={"uniqueItems": True}
    )

    @field_validator("recipients")
    @classmethod
    def _each_address_once(cls, recipients: list[Recipient]) -> list[Recipient]:
        addresses = [recipient.address.lower() for recipient in recipients]
        repeated = sorted({address for address in addresses if addresses.count(address) > 1})
        if repeated:
            raise ValueError(f"each address may appear once; repeated: {', '.join(repeated)}")
        return recipients
