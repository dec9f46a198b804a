"""Payments: charges the card of an order once a run, and gives the money back.

Between the provider's charge and our record of it there may be a crash. So the provider is given the run as
its idempotency key, and asked again it answers with the charge it has; the record keeps the answer for
longer than a provider remembers its keys. Which provider it is, `wiring` says.
"""

from typing import Final, Protocol

from pydantic import BaseModel, ConfigDict

from functions.order.errors import Undone
from functions.order.records import Records

CHARGE: Final = "charge"


class Payment(BaseModel):
    """Money taken for one run of an order.

    Attributes:
        id: the payment's id at the provider.
    """

    model_config = ConfigDict(frozen=True)

    id: str


class PaymentProvider(Protocol):
    """What the saga asks of a payment provider. A call gives up well before the function's own timeout."""

    def charge(self, key: str, card_token: str, amount: int, currency: str) -> str:
        """Charge the card, once for each key whatever the number of calls.

        Args:
            key: the idempotency key.
            amount: in minor units of the currency.
            currency: ISO 4217.

        Returns:
            The payment's id at the provider.

        Raises:
            CardDeclined: the card is refused; nothing was charged.
            ProviderTimeout: no answer in time; the card may have been charged.
            Undone: the key has been refunded.
        """

    def refund(self, key: str) -> None:
        """Give back what was charged under the key, once; with nothing charged, bar the key for good.

        Raises:
            ProviderTimeout: no answer in time; the refund may have been made.
        """


class Payments:
    """The payments of orders, as their own records show them.

    Args:
        records: the workflow's own table.
        provider: who moves the money.
    """

    def __init__(self, records: Records, provider: PaymentProvider) -> None:
        self.records = records
        self.provider = provider

    def charge(self, run_key: str, card_token: str, amount: int, currency: str) -> Payment:
        """Charge this run's order, once; a repeat returns the same payment.

        Raises:
            CardDeclined, ProviderTimeout: as the provider says.
            Undone: this run has been refunded, or barred from charging.
        """
        standing = self.records.find(CHARGE, run_key)
        if standing is None:
            payment_id = self.provider.charge(run_key, card_token, amount, currency)
            # The record that stands may by now be a refund's: that refund reaches the provider after it.
            standing = self.records.done(CHARGE, run_key, {"payment_id": payment_id})
        if standing.undone:
            raise Undone("the payment of this run has been refunded")
        return Payment(id=standing.facts["payment_id"])

    def refund(self, run_key: str) -> None:
        """Give back what this run has charged, known or not: a charge that timed out may have happened."""
        self.records.undo(CHARGE, run_key)
        self.provider.refund(run_key)
