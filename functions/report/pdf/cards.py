"""The cards at the head of a report: the four figures that are read first."""

from dataclasses import dataclass

from reportlab.platypus import Flowable

from functions.report.figures import Figures
from functions.report.money import grouped
from functions.report.pdf.style import INK, MUTED, NONE, PANEL, PLAIN, STRONG, WIDTH, fitting_size, shortened
from functions.report.period import Period

HEIGHT = 74.0
GAP = 10.0
PADDING = 12.0


@dataclass(frozen=True)
class Card:
    """One figure: what it is, the figure, and what belongs to it."""

    label: str
    figure: str
    note: str


class Cards(Flowable):
    """Cards side by side, over the whole width."""

    def __init__(self, cards: list[Card]) -> None:
        super().__init__()
        self.cards = cards

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002 - reportlab's names
        """Say how much room the cards take."""
        return WIDTH, HEIGHT

    def draw(self) -> None:
        """Draw them, with the lower left corner at the origin."""
        canvas = self.canv
        width = (WIDTH - GAP * (len(self.cards) - 1)) / len(self.cards)
        for number, card in enumerate(self.cards):
            left, room = number * (width + GAP), width - 2 * PADDING
            canvas.setFillColor(PANEL)
            canvas.roundRect(left, 0, width, HEIGHT, 4, stroke=0, fill=1)
            canvas.setFillColor(MUTED)
            canvas.setFont(PLAIN, 8.5)
            canvas.drawString(left + PADDING, HEIGHT - 20, card.label)
            canvas.setFillColor(INK)
            canvas.setFont(STRONG, fitting_size(card.figure, STRONG, 19, room))
            canvas.drawString(left + PADDING, HEIGHT - 43, card.figure)
            canvas.setFillColor(MUTED)
            canvas.setFont(PLAIN, 8)
            canvas.drawString(left + PADDING, 13, shortened(card.note, PLAIN, 8, room))


def cards(figures: Figures, period: Period) -> Cards:
    """The cards of a report: revenue, sales, the average sale, and the best day, or the best hour of one."""
    sold, currency = figures.completed, figures.currency
    average = (2 * sold.amount + sold.sales) // (2 * sold.sales) if sold.sales else 0
    return Cards(
        [
            Card("Revenue", grouped(sold.amount, currency), currency),
            Card("Completed sales", f"{sold.sales:,}", f"{sold.quantity:,} pieces"),
            Card("Average sale", grouped(average, currency), currency),
            _best_hour(figures) if period.first == period.last else _best_day(figures),
        ]
    )


def _best_day(figures: Figures) -> Card:
    day = max(figures.by_day, key=lambda day: figures.of_day(day).amount, default=None)
    earned = figures.of_day(day).amount if day is not None else 0
    return _best("Best day", f"{day:%-d %b}" if day is not None else "", earned, figures.currency)


def _best_hour(figures: Figures) -> Card:
    earned = max(figures.by_hour)
    return _best("Best hour", f"{figures.by_hour.index(earned)}:00", earned, figures.currency)


def _best(label: str, when: str, earned: int, currency: str) -> Card:
    if not earned:
        return Card(label, NONE, "no sales")
    return Card(label, when, f"{grouped(earned, currency)} {currency}")
