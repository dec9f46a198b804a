"""The books of the shop: what its step table says of goods, money and parcels, read through DynamoDB's API.

The sandbox provider and carrier keep theirs in the same table; so the books show both sides of each effect.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from functions.order.price_list import PriceList, read_price_list
from local.stack import LocalStack

#: Every effect of an order: ours, and those that the sandbox provider and carrier know of.
EVERYTHING = frozenset({"reservation", "sandbox-charge", "charge", "sandbox-booking", "shipment"})
NOTHING: frozenset[str] = frozenset()
#: What is left of an order whose goods are gone: that they were written off.
WRITTEN_OFF = frozenset({"loss"})

PRICES: PriceList = read_price_list()


@dataclass(frozen=True)
class Entry:
    """One effect of one run of an order.

    Attributes:
        stands: whether it has happened and has not been undone.
        facts: what was written down when it happened; none in a tombstone.
    """

    effect: str
    order: str
    run: int
    stands: bool
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Books:
    """The books at one instant.

    Attributes:
        entries: of every run of every order.
        shelf: pieces left, by SKU, of every article that was ever reserved.
        tokens: of the tasks that asked last, by the id of their question.
    """

    entries: tuple[Entry, ...]
    shelf: Mapping[str, int]
    tokens: Mapping[str, str]

    def standing(self, order: str, run: int = 1) -> frozenset[str]:
        """Return the effects of a run that stand: EVERYTHING, NOTHING, or a state between."""
        return frozenset(entry.effect for entry in self._of(order, run) if entry.stands)

    def undone(self, order: str, run: int = 1) -> frozenset[str]:
        """Return the effects of a run that had happened and were taken back."""
        return frozenset(entry.effect for entry in self._of(order, run) if not entry.stands and entry.facts)

    def facts(self, effect: str, order: str, run: int = 1) -> Mapping[str, str]:
        """Return what was written down of an effect that has happened."""
        (entry,) = [entry for entry in self._of(order, run) if entry.effect == effect]
        return entry.facts

    def orders(self) -> set[tuple[str, int]]:
        """Return every order and run that the books know of."""
        return {(entry.order, entry.run) for entry in self.entries}

    def left(self, sku: str) -> int:
        """Return the pieces of an article that are on the shelf."""
        return self.shelf.get(sku, PRICES[sku].opening_stock)

    def money(self) -> int:
        """Return what the provider has taken and not given back, in cents."""
        return sum(int(entry.facts["amount"]) for entry in self._standing("sandbox-charge"))

    def lost_pieces(self) -> dict[str, int]:
        """Return, by SKU, the pieces that are neither on the shelf nor reserved, nor written off."""
        known = [*self._standing("reservation"), *self._standing("loss")]
        gone = [json.loads(entry.facts["pieces"]) for entry in known]
        lost = {
            sku: article.opening_stock - self.left(sku) - sum(pieces.get(sku, 0) for pieces in gone)
            for sku, article in PRICES.items()
        }
        return {sku: pieces for sku, pieces in lost.items() if pieces != 0}

    def _of(self, order: str, run: int) -> list[Entry]:
        return [entry for entry in self.entries if (entry.order, entry.run) == (order, run)]

    def _standing(self, effect: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.effect == effect and entry.stands]


def books(stack: LocalStack) -> Books:
    """Read the books as they stand."""
    charge = stack.client("lambda").get_function_configuration(FunctionName=stack.function("order-charge"))
    table = charge["Environment"]["Variables"]["OWN_TABLE"]
    entries, shelf, tokens = [], {}, {}
    for page in stack.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        for item in page["Items"]:
            effect, _, about = item["key"]["S"].partition("#")
            if effect == "stock":
                shelf[about] = int(item["available"]["N"])
            elif effect == "question":
                tokens[about] = item["token"]["S"]
            elif effect in EVERYTHING | WRITTEN_OFF:
                job_key, _, run = about.rpartition("#")
                facts = (
                    {name: fact["S"] for name, fact in item["facts"]["M"].items()} if "facts" in item else {}
                )
                entries.append(
                    Entry(effect, job_key.partition("/")[2], int(run), item["status"]["S"] == "done", facts)
                )
    return Books(tuple(entries), shelf, tokens)
