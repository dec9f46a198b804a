"""Approval: which orders a person has to approve, within which time, and what follows from what they say."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from functions.offload.callback.asking import Asked
from functions.offload.callback.question import Fail, Reply, Succeed
from functions.order.contract import Currency, Decision
from functions.order.errors import ApprovalExpired, ApprovalRejected

#: An order that costs more than this, in minor units, waits for a person.
FREE_UP_TO: Final[Mapping[Currency, int]] = MappingProxyType({"EUR": 50_000, "GBP": 43_000, "USD": 54_000})

#: Goods that wait are on nobody's shelf: long enough for a weekend, and no longer.
APPROVAL: Final = Asked("approval", within_seconds=4 * 86_400, overdue=ApprovalExpired)


def needs_approval(total: int, currency: Currency) -> bool:
    """Tell whether an order of this total, in minor units, waits for a person."""
    return total > FREE_UP_TO[currency]


def reply_to(decision: Decision) -> Reply:
    """Return what the order that waits is told."""
    if decision.decision == "approve":
        return Succeed(output={"approved": True})
    return Fail(error=ApprovalRejected.__name__, cause=decision.comment or "the order was not approved")
