"""The chart: what was earned, in bars over time."""

import math
from collections.abc import Iterator
from itertools import pairwise

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from functions.report.money import decimals
from functions.report.pdf.axis import ticks
from functions.report.pdf.bars import Bar
from functions.report.pdf.style import ACCENT, ACCENT_SOFT, MUTED, PLAIN, RULE, WIDTH

HEIGHT = 172.0
LABEL = 7.5  # size of the letters
BELOW = 24.0  # room for the dates
GAP = 6.0


class Chart(Flowable):
    """Bars over rules at round numbers, with as many labels below as there is room for.

    Args:
        bars: what is shown, in the order of time.
        currency: of the amounts.
    """

    def __init__(self, bars: list[Bar], currency: str) -> None:
        super().__init__()
        self.bars = bars
        self.ticks = ticks(max(bar.amount for bar in bars))
        self.amounts = _amounts(self.ticks, currency)
        self.left = max(stringWidth(amount, PLAIN, LABEL) for amount in self.amounts) + GAP
        self.room = (WIDTH - self.left) / len(bars)
        self.scale = (HEIGHT - BELOW - LABEL) / self.ticks[-1]

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002 - reportlab's names
        """Say how much room the chart takes."""
        return WIDTH, HEIGHT

    def draw(self) -> None:
        """Draw it, with its lower left corner at the origin."""
        self._draw_axis()
        self._draw_bars()
        self.canv.setStrokeColor(MUTED)
        self.canv.setLineWidth(0.75)
        self.canv.line(self.left, BELOW, WIDTH, BELOW)
        self.canv.setFillColor(MUTED)
        self.canv.setFont(PLAIN, LABEL)
        for centre, label in self._dates():
            self.canv.drawCentredString(centre, BELOW - LABEL - 5, label)

    def _draw_axis(self) -> None:
        self.canv.setFont(PLAIN, LABEL)
        self.canv.setFillColor(MUTED)
        self.canv.setStrokeColor(RULE)
        self.canv.setLineWidth(0.5)
        for tick, amount in zip(self.ticks, self.amounts, strict=True):
            y = BELOW + tick * self.scale
            self.canv.line(self.left, y, WIDTH, y)
            self.canv.drawRightString(self.left - GAP, y - LABEL / 3, amount)

    def _draw_bars(self) -> None:
        width = min(self.room * 0.72, 42.0)
        for number, bar in enumerate(self.bars):
            self.canv.setFillColor(ACCENT_SOFT if bar.weekend else ACCENT)
            if bar.amount:
                height = max(bar.amount * self.scale, 0.75)  # a little is not nothing
                self.canv.rect(self._centre(number) - width / 2, BELOW, width, height, stroke=0, fill=1)

    def _dates(self) -> Iterator[tuple[float, str]]:
        """The labels there is room for, at equal distances, each with its place."""
        labelled = [number for number, bar in enumerate(self.bars) if bar.label]
        widest = max(stringWidth(self.bars[number].label, PLAIN, LABEL) for number in labelled) + GAP
        between = min((after - number for number, after in pairwise(labelled)), default=1) * self.room
        for number in labelled[:: math.ceil(widest / between)]:
            label = self.bars[number].label
            yield min(self._centre(number), WIDTH - stringWidth(label, PLAIN, LABEL) / 2), label

    def _centre(self, number: int) -> float:
        return self.left + (number + 0.5) * self.room


def _amounts(ticks: list[int], currency: str) -> list[str]:
    """The ticks in units of the currency, with decimals only where one of them needs them."""
    places = decimals(currency)
    unit = 10**places
    if all(tick % unit == 0 for tick in ticks):
        places = 0
    return [f"{tick // unit:,}" + (f".{tick % unit:0{places}}" if places else "") for tick in ticks]
