"""The sandbox payment provider: no money moves, and the card token decides what happens.

| token | what the provider does |
| --- | --- |
| `tok_approve` | charges |
| `tok_decline`, any token not listed | declines the card |
| `tok_timeout_once` | charges, but the first answer is lost |
| `tok_timeout` | charges, but no answer ever arrives: the worst a provider can do |

It keeps its charges in the workflow's table, under its own name, as a real provider keeps them on its side.
"""

from typing import Final

from functions.order.errors import CardDeclined, ProviderTimeout, Undone
from functions.order.records import Records
from functions.order.references import reference

CHARGE: Final = "sandbox-charge"
ACCEPTED: Final = frozenset({"tok_approve", "tok_timeout_once", "tok_timeout"})


class SandboxProvider:
    """A `PaymentProvider` for tests, local runs and demonstrations.

    Args:
        records: where the sandbox remembers its charges.
    """

    def __init__(self, records: Records) -> None:
        self.records = records

    def charge(self, key: str, card_token: str, amount: int, currency: str) -> str:
        """Charge as the token says; see the table above."""
        if card_token not in ACCEPTED:
            raise CardDeclined("the card was declined")
        payment = {"payment_id": reference("pay", key), "amount": str(amount), "currency": currency}
        standing = self.records.done(CHARGE, key, payment)
        if standing.undone:
            raise Undone("the provider has refunded this key")
        if card_token == "tok_timeout" or (card_token == "tok_timeout_once" and standing.fresh):
            raise ProviderTimeout("the payment provider did not answer in time")
        return standing.facts["payment_id"]

    def refund(self, key: str) -> None:
        """Strike the charge out, or bar the key."""
        self.records.undo(CHARGE, key)
