"""A long report speaks at every hundredth and every few seconds, and never goes back."""

from functions.report.milestones import SECONDS, Milestones


def test_each_hundredth_is_told_once_and_a_stall_every_few_seconds() -> None:
    told: list[float] = []
    now = 0.0
    milestones = Milestones(told.append, lambda: now)

    for fraction in (0.001, 0.01, 0.011, 0.019, 0.5, 0.4):
        milestones.reached(fraction)
    assert told == [0.01, 0.5]

    now = SECONDS
    milestones.reached(0.4)
    milestones.reached(0.4)
    assert told == [0.01, 0.5, 0.5]
