"""The tables of a report: what became of the sales, the products that brought most, and day by day.

A table may be longer than a page; its head is repeated on each.
"""

from collections.abc import Sequence
from typing import Final

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Table, TableStyle

from functions.report.figures import Figures, NamedTally, Tally
from functions.report.money import grouped
from functions.report.pdf.share import Share
from functions.report.pdf.style import INK, MUTED, NONE, PANEL, PLAIN, RULE, STRONG, WIDTH, shortened
from functions.report.period import Period
from functions.report.sale import SaleStatus

#: Products with a row of their own; the CSV has all.
MOST_PRODUCTS: Final = 10

SIZE: Final = 8.5
PADDING: Final = 4.0

#: What a cell holds.
Cell = str | Flowable

#: The columns that count what did not become a sale.
UNDONE: Final = (SaleStatus.REFUNDED, SaleStatus.FAILED, SaleStatus.CANCELLED)


def outcomes(figures: Figures) -> Table:
    """What became of all sales, by status; a status that did not occur has no row."""
    currency = figures.currency
    rows = [
        [status.capitalize(), f"{tally.sales:,}", f"{tally.quantity:,}", grouped(tally.amount, currency)]
        for status, tally in figures.by_status.items()
        if tally.sales
    ]
    head = ["Status", "Sales", "Pieces", f"Amount, {currency}"]
    return _table(head, rows, (None, 80, 80, _money_width(figures)))


def top_products(figures: Figures) -> Table:
    """The products that brought most, and in one last row all others."""
    widths = (22.0, None, 90.0, 50.0, _money_width(figures), 104.0)
    name_room, number_room = WIDTH - sum(width or 0 for width in widths) - 2 * PADDING, 90.0 - 2 * PADDING

    def row(rank: str, name: str, number: str, tally: Tally) -> list[Cell]:
        share = Share(tally.amount, figures.completed.amount) if figures.completed.amount else ""
        name, number = shortened(name, PLAIN, SIZE, name_room), shortened(number, PLAIN, SIZE, number_room)
        return [rank, name, number, f"{tally.quantity:,}", grouped(tally.amount, figures.currency), share]

    products = figures.products()
    rows = [
        row(str(rank), tally.name, product, tally)
        for rank, (product, tally) in enumerate(products[:MOST_PRODUCTS], start=1)
    ]
    if others := [tally for _, tally in products[MOST_PRODUCTS:]]:
        name = f"{len(others):,} other product{'s' if len(others) > 1 else ''}"
        rows.append(row("", name, "", _sum(others)))
    head = ["", "Product", "Product no.", "Pieces", f"Revenue, {figures.currency}", "Share"]
    return _table(head, rows, widths, left=(1, 2, 5))


def day_by_day(figures: Figures, period: Period) -> Table:
    """Each day of the period, and the sum of them."""
    days = list(period.days())
    rows: list[list[Cell]] = []
    for day in days:
        undone = [figures.of_day(day, status) for status in UNDONE]
        cells = _cells(figures.of_day(day), undone, figures.currency)
        rows.append([f"{day:%a}", f"{day.day} {day:%B %Y}", *cells])
    undone = [figures.by_status[status] for status in UNDONE]
    rows.append(["", "All days", *_cells(figures.completed, undone, figures.currency)])
    head = ["", "Day (UTC)", "Sales", "Pieces", f"Revenue, {figures.currency}"]
    head += [status.capitalize() for status in UNDONE]
    table = _table(head, rows, (30, None, 50, 56, _money_width(figures), 52, 46, 54), left=(0, 1))
    table.setStyle(
        TableStyle(
            [
                ("TEXTCOLOR", (0, 1), (0, -1), MUTED),
                ("FONT", (0, -1), (-1, -1), STRONG, SIZE),
                ("LINEABOVE", (0, -1), (-1, -1), 0.75, MUTED),
                ("NOSPLIT", (0, -3), (-1, -1)),  # the sum does not stand alone on a page
            ]
        )
    )
    for number, day in enumerate(days, start=1):
        if day.weekday() > 4:
            table.setStyle(TableStyle([("BACKGROUND", (0, number), (-1, number), PANEL)]))
    return table


def _cells(sold: Tally, undone: Sequence[Tally], currency: str) -> list[Cell]:
    """The figures of a row, from the number of sales on; what is not there is no 0 to be read."""
    revenue = grouped(sold.amount, currency) if sold.sales else NONE
    return [_count(sold.sales), _count(sold.quantity), revenue, *(_count(tally.sales) for tally in undone)]


def _table(
    head: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float | None],
    left: Sequence[int] = (0,),
) -> Table:
    """A table over the whole width.

    Args:
        head: of its columns.
        rows: below it.
        widths: of the columns, in points; one is None and takes what is left.
        left: the columns that are set to the left; the others are set to the right, as figures are.
    """
    rest = WIDTH - sum(width or 0 for width in widths)
    table = Table(
        [tuple(row) for row in (head, *rows)], colWidths=[width or rest for width in widths], repeatRows=1
    )
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), PLAIN, SIZE),
                ("FONT", (0, 0), (-1, 0), PLAIN, 7.5),
                ("TEXTCOLOR", (0, 0), (-1, -1), INK),
                ("TEXTCOLOR", (0, 0), (-1, 0), MUTED),
                ("LINEBELOW", (0, 0), (-1, 0), 0.75, MUTED),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
                ("TOPPADDING", (0, 0), (-1, -1), 3.2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3.8),
                ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("ALIGN", (0, 0), (-1, -1), "RIGHT"),
            ]
        )
    )
    for column in left:
        table.setStyle(TableStyle([("ALIGN", (column, 0), (column, -1), "LEFT")]))
    return table


def _money_width(figures: Figures) -> float:
    """What a column takes whose amounts are none larger than all sales together."""
    largest = max(tally.amount for tally in figures.by_status.values())
    return max(stringWidth(grouped(largest, figures.currency), STRONG, SIZE) + 2 * PADDING, 84.0)


def _sum(tallies: Sequence[NamedTally]) -> Tally:
    return Tally(
        quantity=sum(tally.quantity for tally in tallies), amount=sum(tally.amount for tally in tallies)
    )


def _count(value: int) -> str:
    return f"{value:,}" if value else NONE
