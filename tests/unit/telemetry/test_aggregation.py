"""Readings counted into windows, whatever befalls the function that counts them."""

import itertools
from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.telemetry.anomaly import Anomaly, Rule
from functions.telemetry.contract import Reading
from functions.telemetry.sequences import MOST_RANGES, TooScattered
from functions.telemetry.tally import Tally, millionths, tally_of
from functions.telemetry.timing import WINDOW_MS, Standing, window_start
from functions.telemetry.window import Window
from functions.telemetry.windows import Overtaken
from tests.unit.telemetry.telemetry_account import TelemetryAccount

DEVICE = "alice/pump"
DEVICES = itertools.count()
START = 1_700_000_040_000
CALM = Rule()
#: Any two different values are an anomaly.
NERVOUS = Rule(values=1, deviations=0.1, least_share=0.0)

Pair = tuple[Reading, Standing]


def reading(sequence: int, window: int = 0, value: float = 1.0) -> Pair:
    return Reading(sequence=sequence, at=START + window * WINDOW_MS, value=value), Standing.ON_TIME


PAIRS = st.lists(
    st.builds(
        # The identity decides the rest, as it does for a device.
        lambda sequence: (
            Reading(sequence=sequence, at=START + sequence % 3 * WINDOW_MS, value=sequence / 8),
            Standing.LATE if sequence % 5 == 0 else Standing.ON_TIME,
        ),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=12,
)


def counted(pairs: Sequence[Pair]) -> dict[tuple[int, Standing], Tally]:
    """Return what the windows should hold: an account of its own, from the set of readings."""
    tallies: dict[tuple[int, Standing], Tally] = {}
    for each, standing in {pair[0].sequence: pair for pair in pairs}.values():
        place = window_start(each.at), standing
        tallies[place] = tallies.get(place, Tally()) + tally_of(millionths(each.value))
    return tallies


def stored(account: TelemetryAccount, device: str = DEVICE) -> dict[tuple[int, Standing], Tally]:
    windows = account.windows.between(device, START - WINDOW_MS, START + 10 * WINDOW_MS)
    return {
        (window.start, standing): tally for window in windows for standing, tally in window.tallies.items()
    }


@given(PAIRS, st.randoms(use_true_random=False))
def test_a_window_is_the_same_however_often_and_in_whatever_order_it_counts(
    pairs: list[Pair], random: Random
) -> None:
    again = [*pairs, *random.sample(pairs, len(pairs) // 2)]
    random.shuffle(again)
    cut = random.randrange(len(again))
    assert Window(START).count(again[:cut]).count(again[cut:]) == Window(START).count(pairs)


# One account for all examples, since each has a device of its own.
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PAIRS, st.integers(1, 9)), min_size=1, max_size=4))
def test_each_reading_counts_once_wherever_the_function_dies_and_however_it_gets_them_again(
    account: TelemetryAccount, batches: list[tuple[list[Pair], int]]
) -> None:
    aggregation, device = account.aggregation(CALM), f"alice/{next(DEVICES)}"
    for pairs, calls in batches:
        with account.death_after(calls):
            aggregation.take(device, pairs)
        half = len(pairs) // 2
        with account.death_after(calls + 1):
            aggregation.take(device, pairs[:half])
        aggregation.take(device, pairs[half:])
        aggregation.take(device, pairs[:half])
    assert stored(account, device) == counted([pair for pairs, _ in batches for pair in pairs])


def test_an_anomaly_is_told_under_one_id_wherever_the_function_dies(account: TelemetryAccount) -> None:
    calls = 1
    while True:
        device = f"alice/pump-{calls}"
        aggregation = account.aggregation(NERVOUS)
        aggregation.take(device, [reading(0, 0, 5.0)])
        heard = len(account.told)
        done = False
        with account.death_after(calls):
            aggregation.take(device, [reading(1, 1, 6.0)])
            done = True
        aggregation.take(device, [reading(1, 1, 6.0)])
        told = account.told[heard:]
        assert told[0] == {
            "version": 1,
            "id": f"{device}/2023-11-14T22:15:00Z",
            "owner": "alice",
            "device": f"pump-{calls}",
            "window": {"from": "2023-11-14T22:15:00Z", "to": "2023-11-14T22:16:00Z"},
            "value": 6.0,
            "mean": 5.0,
            "deviation": 1e-06,
        }
        assert all(each == told[0] for each in told)
        assert len(told) <= 2
        aggregation.take(device, [reading(1, 1, 6.0), reading(2, 1, 9.0)])
        assert len(account.told) == heard + len(told), "a window is one anomaly"
        [window] = account.windows.between(device, START + WINDOW_MS, START + WINDOW_MS)
        assert window.anomaly == Anomaly(6_000_000, 5_000_000, 1), "and stays the one it was told of"
        if done:
            break
        calls += 1
    assert calls == 5, "after the query, the window, the event, the mark"


def test_what_was_counted_is_told_apart(account: TelemetryAccount) -> None:
    aggregation = account.aggregation(CALM)
    late = (Reading(sequence=9, at=START, value=1.0), Standing.LATE)
    assert aggregation.take(DEVICE, [reading(1), reading(2), reading(1), late]) == Counter(
        on_time=2, late=1, doubled=1
    )
    assert aggregation.take(DEVICE, [reading(1), reading(3, 1)]) == Counter(on_time=1, doubled=1)


def test_readings_in_hand_cost_one_write_a_window(account: TelemetryAccount) -> None:
    calls: list[str] = []
    account.dynamodb.meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    account.aggregation(CALM).take(DEVICE, [reading(n, n // 100) for n in range(200)])
    assert calls == ["Query", "PutItem", "PutItem"]
    account.aggregation(CALM).take(DEVICE, [reading(n, n // 100) for n in range(200)])
    assert calls[3:] == ["Query"], "and nothing where nothing is new"


def test_a_reading_of_long_ago_does_not_read_all_that_lies_between(account: TelemetryAccount) -> None:
    aggregation = account.aggregation(CALM)
    for nth in range(4):
        aggregation.take(DEVICE, [reading(nth, nth)])
    old = (Reading(sequence=99, at=START - 100 * WINDOW_MS, value=7.0), Standing.LATE)
    assert aggregation.take(DEVICE, [old, old, reading(50, 3)])["late"] == 1
    [window] = account.windows.between(DEVICE, old[0].at, old[0].at)
    assert window.tally(Standing.LATE) == tally_of(7_000_000)
    assert window.tally(Standing.ON_TIME) == Tally()


def test_a_window_changed_by_somebody_else_is_read_again(account: TelemetryAccount) -> None:
    aggregation = account.aggregation(CALM)

    def meanwhile(**_: object) -> None:
        account.dynamodb.meta.events.unregister("after-call.dynamodb.Query", meanwhile)
        account.aggregation(CALM).take(DEVICE, [reading(1), reading(2)])

    account.dynamodb.meta.events.register("after-call.dynamodb.Query", meanwhile)
    aggregation.take(DEVICE, [reading(2), reading(3)])
    assert stored(account) == counted([reading(1), reading(2), reading(3)])


def test_a_window_that_others_keep_changing_is_given_up(account: TelemetryAccount) -> None:
    windows = account.windows
    window = windows.save(DEVICE, Window(START))
    windows.save(DEVICE, window)
    with pytest.raises(Overtaken):
        windows.save(DEVICE, window)
    with pytest.raises(Overtaken):
        windows.save(DEVICE, Window(START))


def test_a_device_whose_count_is_scattered_too_widely_is_refused(account: TelemetryAccount) -> None:
    seen = " ".join(str(2 * n) for n in range(1, MOST_RANGES + 1))
    account.windows.save(DEVICE, Window(START, seen=seen))
    with pytest.raises(TooScattered):
        account.aggregation(CALM).take(DEVICE, [reading(0), reading(3 * MOST_RANGES)])
