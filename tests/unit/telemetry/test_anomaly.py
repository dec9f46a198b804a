"""What is far from what a device has measured lately."""

from functions.telemetry.anomaly import Anomaly, Rule
from functions.telemetry.tally import Tally, tally_of

RULE = Rule(values=4, deviations=3.0)


def tally(*values: int) -> Tally:
    return sum((tally_of(value) for value in values), Tally())


def test_a_value_farther_than_the_deviations_is_an_anomaly() -> None:
    before = [tally(90, 110), tally(90, 110)]
    assert RULE.judge(tally(100, 130, 70), before) is None
    assert RULE.judge(tally(100, 131, 70), before) == Anomaly(131, 100, 10)
    assert RULE.judge(tally(100, 135, 64), before) == Anomaly(64, 100, 10)


def test_few_values_before_say_nothing() -> None:
    assert RULE.judge(tally(1000), [tally(90, 110), tally(100)]) is None
    assert RULE.judge(tally(1000), []) is None


def test_a_window_without_values_is_none() -> None:
    assert RULE.judge(Tally(), [tally(90, 110, 90, 110)]) is None


def test_a_device_that_always_said_the_same_may_say_a_little_else() -> None:
    before = [tally(*[10_000] * 4)]
    assert RULE.judge(tally(10_300), before) is None
    assert RULE.judge(tally(10_301), before) == Anomaly(10_301, 10_000, 100)
