"""A customer of the shop: a caller who orders tea. The card and the postcode decide what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tests.flow.callers import Caller

#: What most tests order: 8,900 cents at the prices of the shipped price list.
TEA_FOR_FOUR: Mapping[str, int] = MappingProxyType({"TEAPOT-1L": 1, "MUG-BLUE": 4})


@dataclass(frozen=True)
class Customer(Caller):
    """A user of `stack` who orders tea."""

    def order(
        self,
        items: Mapping[str, int] = TEA_FOR_FOUR,
        *,
        card: str = "tok_approve",
        postcode: str = "SW1Y 4JH",
        key: str | None = None,
    ) -> str:
        """Place an order, with an idempotency key if one is given; return the job's id."""
        return self.submit("order", an_order(items, card=card, postcode=postcode), key=key)


def an_order(
    items: Mapping[str, int] = TEA_FOR_FOUR, *, card: str = "tok_approve", postcode: str = "SW1Y 4JH"
) -> dict[str, object]:
    """Return the payload of an order."""
    return {
        "items": [{"sku": sku, "quantity": quantity} for sku, quantity in items.items()],
        "currency": "EUR",
        "card_token": card,
        "ship_to": {
            "name": "Ada Byron",
            "street": "12 St James's Square",
            "city": "London",
            "postcode": postcode,
            "country": "GB",
        },
    }
