"""Inventory on a real (moto) table: all or none, once, and back again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.order.contract import Item
from functions.order.errors import OutOfStock, Undone, UnknownSku
from functions.order.inventory import Inventory
from functions.order.records import Records, key_of
from tests.unit.interruptions import crash_after, meanwhile
from tests.unit.order.step_table import NEXT_RUN, PRICES, RUN, TABLE, step_table

MUGS = Item(sku="MUG", quantity=2)
KETTLES = Item(sku="KETTLE", quantity=1)
TOO_MANY_KETTLES = Item(sku="KETTLE", quantity=4)


def left(inventory: Inventory, sku: str) -> int:
    """Pieces on the shelf: the opening stock, until a reservation has touched it."""
    records = inventory.records
    stock = records.dynamodb.get_item(TableName=records.table, Key=key_of("stock", sku)).get("Item")
    return int(stock["available"]["N"]) if stock else PRICES[sku].opening_stock


def test_a_reservation_takes_the_pieces_and_says_what_they_cost(inventory: Inventory) -> None:
    reservation = inventory.reserve(RUN, [MUGS, KETTLES], "EUR")
    assert (reservation.total, reservation.currency) == (2 * 1250 + 14900, "EUR")
    assert (left(inventory, "MUG"), left(inventory, "KETTLE")) == (8, 2)


def test_a_repeated_reservation_is_the_same_one(inventory: Inventory) -> None:
    assert inventory.reserve(RUN, [MUGS], "EUR") == inventory.reserve(RUN, [MUGS], "EUR")
    assert left(inventory, "MUG") == 8


def test_a_repeat_finds_its_reservation_even_when_the_shelf_is_empty_by_now(inventory: Inventory) -> None:
    first = inventory.reserve(RUN, [Item(sku="KETTLE", quantity=3)], "EUR")
    assert inventory.reserve(RUN, [Item(sku="KETTLE", quantity=3)], "EUR") == first


def test_if_one_article_is_short_nothing_is_reserved(inventory: Inventory) -> None:
    with pytest.raises(OutOfStock, match="KETTLE"):
        inventory.reserve(RUN, [MUGS, TOO_MANY_KETTLES], "EUR")
    assert (left(inventory, "MUG"), left(inventory, "KETTLE")) == (10, 3)


def test_stock_runs_out(inventory: Inventory) -> None:
    inventory.reserve(RUN, [Item(sku="KETTLE", quantity=3)], "EUR")
    with pytest.raises(OutOfStock, match="KETTLE"):
        inventory.reserve("bob/order.b#1", [KETTLES], "EUR")


def test_an_article_that_is_not_for_sale_is_named(inventory: Inventory) -> None:
    with pytest.raises(UnknownSku, match="SPOON"):
        inventory.reserve(RUN, [MUGS, Item(sku="SPOON", quantity=1)], "EUR")
    assert left(inventory, "MUG") == 10


def test_a_release_puts_everything_back_once(inventory: Inventory) -> None:
    inventory.reserve(RUN, [MUGS, KETTLES], "EUR")
    inventory.release(RUN)
    inventory.release(RUN)
    assert (left(inventory, "MUG"), left(inventory, "KETTLE")) == (10, 3)


def test_two_releases_at_once_put_the_pieces_back_once(inventory: Inventory) -> None:
    inventory.reserve(RUN, [MUGS, KETTLES], "EUR")
    with meanwhile(inventory.records.dynamodb, 1, lambda: inventory.release(RUN)):
        inventory.release(RUN)
    assert (left(inventory, "MUG"), left(inventory, "KETTLE")) == (10, 3)


def test_a_reservation_that_comes_after_its_release_is_refused(inventory: Inventory) -> None:
    inventory.release(RUN)
    with pytest.raises(Undone):
        inventory.reserve(RUN, [MUGS], "EUR")
    assert left(inventory, "MUG") == 10


def test_a_released_reservation_does_not_come_back(inventory: Inventory) -> None:
    inventory.reserve(RUN, [MUGS], "EUR")
    inventory.release(RUN)
    with pytest.raises(Undone):
        inventory.reserve(RUN, [MUGS], "EUR")
    assert left(inventory, "MUG") == 10


def test_a_new_run_reserves_anew(inventory: Inventory) -> None:
    first = inventory.reserve(RUN, [MUGS], "EUR")
    inventory.release(RUN)
    second = inventory.reserve(NEXT_RUN, [MUGS], "EUR")
    assert second.id != first.id
    assert left(inventory, "MUG") == 8


@pytest.mark.parametrize("calls", [1, 2])
def test_a_reservation_cut_off_after_any_call_is_one_reservation(inventory: Inventory, calls: int) -> None:
    with crash_after(inventory.records.dynamodb, calls):
        inventory.reserve(RUN, [MUGS, KETTLES], "EUR")
    inventory.reserve(RUN, [MUGS, KETTLES], "EUR")
    assert (left(inventory, "MUG"), left(inventory, "KETTLE")) == (8, 2)


@pytest.mark.parametrize("calls", [1, 2, 3])
def test_a_release_cut_off_after_any_call_releases_once(inventory: Inventory, calls: int) -> None:
    inventory.reserve(RUN, [MUGS, KETTLES], "EUR")
    with crash_after(inventory.records.dynamodb, calls):
        inventory.release(RUN)
    inventory.release(RUN)
    assert (left(inventory, "MUG"), left(inventory, "KETTLE")) == (10, 3)


def test_goods_written_off_are_gone_once_and_released_no_more(inventory: Inventory) -> None:
    inventory.reserve(RUN, [MUGS, KETTLES], "EUR")
    inventory.write_off(RUN)
    inventory.write_off(RUN)
    inventory.release(RUN)
    assert (left(inventory, "MUG"), left(inventory, "KETTLE")) == (8, 2)
    loss = inventory.records.find("loss", RUN)
    assert loss is not None
    assert loss.facts == {"pieces": '{"MUG": 2, "KETTLE": 1}'}


def test_goods_that_were_released_are_not_written_off(inventory: Inventory) -> None:
    inventory.reserve(RUN, [MUGS], "EUR")
    inventory.release(RUN)
    inventory.write_off(RUN)
    inventory.write_off(NEXT_RUN)
    assert inventory.records.find("loss", RUN) is None
    assert left(inventory, "MUG") == 10


@pytest.mark.parametrize("calls", [1, 2])
def test_a_writing_off_cut_off_after_any_call_writes_off_once(inventory: Inventory, calls: int) -> None:
    inventory.reserve(RUN, [MUGS], "EUR")
    with crash_after(inventory.records.dynamodb, calls):
        inventory.write_off(RUN)
    inventory.write_off(RUN)
    inventory.release(RUN)
    assert left(inventory, "MUG") == 8


MUG_STOCK = PRICES["MUG"].opening_stock
RUNS = [RUN, NEXT_RUN, "bob/order.b#1"]
ACTS = st.tuples(st.sampled_from(["reserve", "release", "write off"]), st.sampled_from(RUNS))


@settings(max_examples=30, deadline=None)
@given(acts=st.lists(ACTS, max_size=12), quantity=st.integers(1, 5))
def test_pieces_are_neither_made_nor_lost_in_whatever_order_steps_come(
    acts: list[tuple[str, str]], quantity: int
) -> None:
    with step_table() as dynamodb:
        inventory = Inventory(Records(dynamodb, TABLE), PRICES)
        held, barred, lost = set[str](), set[str](), set[str]()
        for act, run in acts:
            if act == "write off":
                inventory.write_off(run)
                if run in held:
                    held.discard(run)
                    barred.add(run)
                    lost.add(run)
                continue
            if act == "release":
                inventory.release(run)
                held.discard(run)
                barred.add(run)
                continue
            try:
                inventory.reserve(run, [Item(sku="MUG", quantity=quantity)], "EUR")
            except Undone:
                assert run in barred
            except OutOfStock:
                assert (len(held | lost) + 1) * quantity > MUG_STOCK
            else:
                assert run not in barred
                held.add(run)
            assert left(inventory, "MUG") == MUG_STOCK - quantity * len(held | lost)
