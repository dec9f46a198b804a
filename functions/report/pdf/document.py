"""The document: what stands on its pages, in which order, and what each page has around it."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate, Spacer

from functions.report.figures import Figures
from functions.report.pdf import text
from functions.report.pdf.bars import bars
from functions.report.pdf.cards import cards
from functions.report.pdf.chart import Chart
from functions.report.pdf.style import (
    ACCENT,
    MARGIN,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PLAIN,
    RULE,
    WIDTH,
    printable,
    register_fonts,
    shortened,
)
from functions.report.pdf.tables import day_by_day, outcomes, top_products
from functions.report.period import Period

FOOT = 44.0
HEAD = 46.0


@dataclass(frozen=True)
class Document:
    """A report as a PDF.

    Args:
        title: its headline.
        period: its days.
        figures: what it says of them.
        made_at: when the figures were read from the ledger.
    """

    title: str
    period: Period
    figures: Figures
    made_at: datetime

    def write(self, file: IO[bytes]) -> int:
        """Write the PDF; the same report twice is the same bytes. Returns the number of its pages."""
        register_fonts()
        # Each page says how many there are, which only laying them out tells.
        return self._lay_out(file, self._lay_out(io.BytesIO(), 0))

    def _lay_out(self, file: IO[bytes], pages: int) -> int:
        def draw_first(canvas: Canvas, template: BaseDocTemplate) -> None:
            canvas.setFillColor(ACCENT)
            canvas.rect(0, PAGE_HEIGHT - 7, PAGE_WIDTH, 7, stroke=0, fill=1)
            self._draw_foot(canvas, template.page, pages)

        def draw_later(canvas: Canvas, template: BaseDocTemplate) -> None:
            self._draw_head(canvas)
            self._draw_foot(canvas, template.page, pages)

        template = BaseDocTemplate(
            file,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            title=printable(self.title),
            subject=f"{self.period}, UTC",
            creator="Offload",
            lang="en",
            invariant=1,
        )
        template.addPageTemplates(
            [
                PageTemplate("first", [_frame(26)], onPage=draw_first),
                PageTemplate("later", [_frame(HEAD)], onPage=draw_later),
            ]
        )
        template.build([NextPageTemplate("later"), *self._story()])
        return template.page

    def _story(self) -> list[Flowable]:
        figures, shown = self.figures, bars(self.figures, self.period)
        story: list[Flowable] = [
            text.title(self.title),
            text.subtitle(f"{self.period}, UTC"),
            Spacer(0, 14),
            cards(figures, self.period),
        ]
        if figures.empty:
            remarks = self._remarks(f"The ledger has no sales in {figures.currency} for this period.")
            return [*story, Spacer(0, 20), text.section("Nothing was sold in this period"), *remarks]
        remark = "Revenue is what completed sales brought; others add nothing to it."
        remark += " Each sale counts on the day it was made."
        if figures.completed.amount:
            story += [
                text.section(f"Revenue per {shown.each}, {figures.currency}"),
                Chart(shown.bars, figures.currency),
            ]
            remark += " Weekends are lighter." if any(bar.weekend for bar in shown.bars) else ""
        story += [Spacer(0, 12), outcomes(figures), Spacer(0, 8), *self._remarks(remark)]
        if figures.by_product:
            story += [text.section("Top products"), top_products(figures)]
        if self.period.first != self.period.last:
            story += [text.section("Day by day"), day_by_day(figures, self.period)]
        return story

    def _remarks(self, remark: str) -> list[Flowable]:
        """What a reader has to know of the figures: the remark, and what is not in them."""
        if not self.figures.elsewhere:
            return [text.note(remark)]
        counted = ", ".join(f"{count:,} in {code}" for code, count in self.figures.elsewhere.most_common(8))
        return [
            text.note(remark),
            text.note(f"Sales in other currencies are not in these figures: {counted}."),
        ]

    def _draw_head(self, canvas: Canvas) -> None:
        """Draw what reminds the reader of a later page which report it is."""
        y = PAGE_HEIGHT - 36
        canvas.setFillColor(MUTED)
        canvas.setFont(PLAIN, 8)
        canvas.drawString(MARGIN, y, shortened(self.title, PLAIN, 8, WIDTH * 0.6))
        canvas.drawRightString(PAGE_WIDTH - MARGIN, y, str(self.period))
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, y - 7, PAGE_WIDTH - MARGIN, y - 7)

    def _draw_foot(self, canvas: Canvas, page: int, pages: int) -> None:
        made = f"{self.made_at.day} {self.made_at:%B %Y, %H:%M} UTC"
        canvas.setFillColor(MUTED)
        canvas.setFont(PLAIN, 8)
        canvas.drawString(MARGIN, 26, f"As the ledger stood on {made}")
        canvas.drawRightString(PAGE_WIDTH - MARGIN, 26, f"{page} of {pages}")


def _frame(head: float) -> Frame:
    """What a page has room for, below a head of so many points."""
    height = PAGE_HEIGHT - FOOT - head
    return Frame(MARGIN, FOOT, WIDTH, height, leftPadding=0, rightPadding=0, topPadding=8, bottomPadding=0)
