"""Inventory: takes pieces from the shelf for an order, all of them or none, and puts them back.

Shelf and reservation change in one transaction, so no crash leaves pieces taken that no reservation knows of.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from functions.order.contract import Currency, Item
from functions.order.errors import OutOfStock, Undone
from functions.order.price_list import PriceList, total
from functions.order.records import DONE, UNDONE, Records, item_of, key_of
from functions.order.references import reference

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

RESERVATION: Final = "reservation"
LOSS: Final = "loss"


class Reservation(BaseModel):
    """Pieces set aside for one run of an order.

    Attributes:
        id: its reference.
        total: what the pieces cost, in minor units, at the prices of the moment they were reserved.
        currency: of the total.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    total: int
    currency: Currency


class Inventory:
    """The shelf behind the price list.

    Args:
        records: the workflow's own table; stock records lie in it beside the reservations.
        prices: what is for sale. An article's stock record is written by the first reservation that names it,
            beginning from the opening stock.
    """

    def __init__(self, records: Records, prices: PriceList) -> None:
        self.records = records
        self.prices = prices

    def reserve(self, run_key: str, items: list[Item], currency: Currency) -> Reservation:
        """Take the items from the shelf; a repeat finds the reservation already made and returns it.

        Raises:
            UnknownSku: an item is not in the price list.
            OutOfStock: an item has fewer pieces left than wanted; nothing was taken.
            Undone: this run's reservation has been released, or barred.
        """
        facts = {
            "id": reference("res", run_key),
            "total": str(total(self.prices, items, currency)),
            "currency": currency,
            "pieces": json.dumps({item.sku: item.quantity for item in items}),
        }
        reservation: TransactWriteItemTypeDef = {
            "Put": {
                "TableName": self.records.table,
                "Item": item_of(RESERVATION, run_key, DONE, facts),
                "ConditionExpression": "attribute_not_exists(#key)",
                "ExpressionAttributeNames": {"#key": "key"},
            }
        }
        reserved, *taken = self._transact([reservation, *(self._take(item) for item in items)])
        if not reserved:
            return self._standing(run_key)
        if not all(taken):
            short = [item.sku for item, was_taken in zip(items, taken, strict=True) if not was_taken]
            raise OutOfStock(f"not enough pieces left of {', '.join(short)}")
        return _reservation(facts)

    def release(self, run_key: str) -> None:
        """Put the run's pieces back, once; with nothing reserved, bar the reservation from coming later."""
        standing = self.records.bar(RESERVATION, run_key)
        if standing.undone:
            return
        pieces: dict[str, int] = json.loads(standing.facts["pieces"])
        # A refusal says that a concurrent release has struck it out first: the pieces are back either way.
        self._transact(
            [
                self._strike_out(run_key),
                *(self._put_back(sku, quantity) for sku, quantity in pieces.items()),
            ]
        )

    def write_off(self, run_key: str) -> None:
        """Take the run's pieces out of the books, once: they are not reserved any more, nor on the shelf."""
        standing = self.records.find(RESERVATION, run_key)
        if standing is None or standing.undone:
            return
        loss: TransactWriteItemTypeDef = {
            "Put": {
                "TableName": self.records.table,
                "Item": item_of(LOSS, run_key, DONE, {"pieces": standing.facts["pieces"]}),
            }
        }
        self._transact([self._strike_out(run_key), loss])

    def _strike_out(self, run_key: str) -> "TransactWriteItemTypeDef":
        return {
            "Update": {
                "TableName": self.records.table,
                "Key": key_of(RESERVATION, run_key),
                "UpdateExpression": "SET #status = :undone",
                "ConditionExpression": "#status = :done",
                "ExpressionAttributeNames": {"#status": "status"},
                "ExpressionAttributeValues": {":undone": {"S": UNDONE}, ":done": {"S": DONE}},
            }
        }

    def _take(self, item: Item) -> "TransactWriteItemTypeDef":
        opening = self.prices[item.sku].opening_stock
        untouched = "attribute_not_exists(available) OR " if opening >= item.quantity else ""
        return {
            "Update": {
                "TableName": self.records.table,
                "Key": key_of("stock", item.sku),
                "UpdateExpression": "SET available = if_not_exists(available, :opening) - :quantity",
                "ConditionExpression": f"{untouched}available >= :quantity",
                "ExpressionAttributeValues": {
                    ":opening": {"N": str(opening)},
                    ":quantity": {"N": str(item.quantity)},
                },
            }
        }

    def _put_back(self, sku: str, quantity: int) -> "TransactWriteItemTypeDef":
        return {
            "Update": {
                "TableName": self.records.table,
                "Key": key_of("stock", sku),
                "UpdateExpression": "SET available = available + :quantity",
                "ExpressionAttributeValues": {":quantity": {"N": str(quantity)}},
            }
        }

    def _transact(self, writes: "list[TransactWriteItemTypeDef]") -> list[bool]:
        """Do all the writes or none; say of each whether its condition held.

        A transaction that was cancelled for another reason, such as a conflict with another order's, is
        raised as it is: the state machine tries again.
        """
        dynamodb = self.records.dynamodb
        try:
            dynamodb.transact_write_items(TransactItems=writes)
        except dynamodb.exceptions.TransactionCanceledException as cancelled:
            codes = [reason.get("Code", "None") for reason in cancelled.response["CancellationReasons"]]
            if not set(codes) <= {"None", "ConditionalCheckFailed"}:
                raise
            return [code == "None" for code in codes]
        return [True] * len(writes)

    def _standing(self, run_key: str) -> Reservation:
        standing = self.records.find(RESERVATION, run_key)
        if standing is None or standing.undone:
            raise Undone("the reservation of this run has been released")
        return _reservation(standing.facts)


def _reservation(facts: Mapping[str, str]) -> Reservation:
    return Reservation.model_validate({name: facts[name] for name in Reservation.model_fields})
