"""What events say of a sale, as the ledger takes it; and what is no sale."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from functions.report.order_ended import NoTotal, OrderEnded
from functions.report.order_ended import sale_of as sale_of_order
from functions.report.sale import Line, Sale, SaleStatus
from functions.report.sale_recorded import SaleRecorded, sale_of

RECORDED = {
    "id": "S-1",
    "owner": "alice",
    "at": "2026-01-14T23:30:00.1234+02:00",
    "currency": "EUR",
    "lines": [{"product": "MUG", "name": "Mug", "quantity": 2, "amount": 2500}],
    "loyalty_points": 7,
}
ENDED = {
    "version": 1,
    "id": "alice/order.1/2/JobSucceeded",
    "sequence": 5,
    "at": "2026-01-16T08:00:00.000Z",
    "submitted_at": "2026-01-14T21:30:00.123Z",
    "job": {"owner": "alice", "id": "order.1", "type": "order", "run": 2},
    "status": "SUCCEEDED",
    "result": {"order": "order.1", "total": 8900, "currency": "EUR", "tracking": "T1"},
}


def recorded(**changes: object) -> SaleRecorded:
    return SaleRecorded.model_validate_json(json.dumps({"version": 1, "sale": {**RECORDED, **changes}}))


def test_a_recorded_sale_is_kept_under_its_service_in_utc() -> None:
    assert sale_of("shop", recorded().sale) == Sale(
        identity="sale/shop/S-1",
        revision=1,
        owner="alice",
        at="2026-01-14T21:30:00.123Z",
        status=SaleStatus.COMPLETED,
        currency="EUR",
        lines=(Line("MUG", "Mug", 2, 2500),),
    )


def test_a_sale_of_nobody_is_the_service_s_own() -> None:
    assert sale_of("shop", recorded(owner="").sale).owner == "service:shop"


@pytest.mark.parametrize(
    "change",
    [
        {"at": "2026-01-14T23:30:00"},
        {"currency": "€"},
        {"lines": []},
        {"lines": [{"product": "MUG", "name": "Mug", "quantity": 1, "amount": 12.5}]},
        {"lines": [{"product": "MUG", "name": "Mug", "quantity": 1, "amount": -1}]},
        {"status": "lost"},
        {"revision": 0},
    ],
)
def test_what_could_not_be_added_up_is_no_sale(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        recorded(**change)


def test_a_version_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError):
        SaleRecorded.model_validate_json(json.dumps({"version": 2, "sale": RECORDED}))


def test_an_order_counts_on_the_day_it_was_submitted() -> None:
    assert sale_of_order(OrderEnded.model_validate(ENDED)) == Sale(
        identity="job/alice/order.1",
        revision=5,
        owner="alice",
        at="2026-01-14T21:30:00.123Z",
        status=SaleStatus.COMPLETED,
        currency="EUR",
        lines=(Line("order", "Orders placed here", 1, 8900),),
    )


@pytest.mark.parametrize(
    ("status", "became"), [("FAILED", SaleStatus.FAILED), ("CANCELLED", SaleStatus.CANCELLED)]
)
def test_an_order_that_came_to_nothing_has_no_currency(status: str, became: SaleStatus) -> None:
    ended = {**ENDED, "status": status, "error": {"type": "CardDeclined", "message": "no"}}
    del ended["result"]

    sale = sale_of_order(OrderEnded.model_validate(ended))

    assert (sale.status, sale.currency, sale.lines[0].amount) == (became, "", 0)


def test_an_order_that_succeeded_for_an_unknown_sum_is_refused() -> None:
    with pytest.raises(NoTotal, match=r"order\.1"):
        sale_of_order(OrderEnded.model_validate({**ENDED, "result": None}))
