"""The contract of an order: what is let in, and what is not."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from functions.order.contract import Order

ORDER: dict[str, Any] = {
    "items": [{"sku": "MUG-BLUE", "quantity": 2}],
    "currency": "EUR",
    "card_token": "tok_approve",
    "ship_to": {
        "name": "Ada",
        "street": "1 Mill Lane",
        "city": "London",
        "postcode": "N1 9GU",
        "country": "GB",
    },
}


SAMPLES = sorted((Path(__file__).parents[3] / "events" / "samples").glob("*-order*.json"))


def test_a_plain_order_is_let_in() -> None:
    assert Order.model_validate(ORDER).items[0].quantity == 2


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_order_is_let_in(sample: Path) -> None:
    told = json.loads(sample.read_text())
    payloads = [step["payload"] for step in told.get("steps", [told]) if "payload" in step]
    assert [Order.model_validate(payload).currency for payload in payloads] == ["EUR"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("items",), []),
        (("items",), [{"sku": f"SKU-{n}", "quantity": 1} for n in range(21)]),
        (("items",), [{"sku": "MUG-BLUE", "quantity": 1}, {"sku": "MUG-BLUE", "quantity": 2}]),
        (("items", 0, "quantity"), 0),
        (("items", 0, "quantity"), 101),
        (("items", 0, "quantity"), "2"),
        (("items", 0, "price"), 1),
        (("items", 0, "sku"), "stock#MUG"),
        (("currency",), "XXX"),
        (("card_token",), "4242424242424242"),
        (("total",), 1),
        (("delivery",), "drone"),
        (("ship_to", "country"), "Britain"),
        (("ship_to", "city"), ""),
        (("ship_to", "street"), "x" * 101),
    ],
)
def test_what_an_order_may_not_say(path: tuple[str | int, ...], value: object) -> None:
    order = deepcopy(ORDER)
    *way, last = path
    place: Any = order
    for name in way:
        place = place[name]
    place[last] = value
    with pytest.raises(ValidationError):
        Order.model_validate(order)


def test_the_largest_order_stays_far_below_what_a_state_machine_carries() -> None:
    largest = {
        "items": [{"sku": "S" * 30 + f"{n:02}", "quantity": 100} for n in range(20)],
        "currency": "EUR",
        "card_token": "tok_" + "x" * 60,
        "ship_to": {
            "name": "\u0000" * 100,
            "street": "\u0000" * 100,
            "city": "\u0000" * 100,
            "postcode": "A" * 16,
            "country": "GB",
        },
    }
    Order.model_validate(largest)
    assert len(json.dumps(largest)) < 16 * 1024
