"""A share: a part of a whole, as a small bar with its percentage beside."""

from reportlab.platypus import Flowable

from functions.report.pdf.style import ACCENT, ACCENT_PALE, INK, PLAIN

SIZE = 8.5
PERCENTAGE = 34.0  # room for it


class Share(Flowable):
    """A part of a whole that is more than nothing."""

    def __init__(self, part: int, whole: int) -> None:
        super().__init__()
        self.part = part
        self.whole = whole
        self.room = 0.0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803, ARG002 - reportlab's names
        """Say how much room it takes: all of the width."""
        self.room = aW
        return aW, SIZE

    def draw(self) -> None:
        """Draw it, with its lower left corner at the origin."""
        thousandths = (2000 * self.part + self.whole) // (2 * self.whole)
        length = self.room - PERCENTAGE
        self.canv.setFillColor(ACCENT_PALE)
        self.canv.rect(0, 1.6, length, 5, stroke=0, fill=1)
        self.canv.setFillColor(ACCENT)
        self.canv.rect(0, 1.6, length * self.part / self.whole, 5, stroke=0, fill=1)
        self.canv.setFillColor(INK)
        self.canv.setFont(PLAIN, SIZE)
        self.canv.drawRightString(self.room, 1, f"{thousandths // 10}.{thousandths % 10} %")
