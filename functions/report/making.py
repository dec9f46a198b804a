"""Making a report: from the ledger's sales, one pass over them in the order of time, to two stored files.

At any moment it holds the figures and one day's detail: the CSV grows on disk, and sales are forgotten as
soon as they are counted.
"""

import io
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import IO, Final

from functions.report.figures import DayDetail, Figures
from functions.report.milestones import Milestones
from functions.report.objects import JobObjects
from functions.report.pdf.document import Document
from functions.report.period import Period
from functions.report.result import Reported
from functions.report.sale import Sale
from functions.report.spreadsheet import ENCODING, Spreadsheet

#: How far a report has come when all its sales are read.
READ: Final = 0.9

#: Sales between two looks at how far it has come.
BETWEEN_LOOKS: Final = 200


def make_report(
    sales: Iterator[Sale],
    objects: JobObjects,
    milestones: Milestones,
    *,
    title: str,
    period: Period,
    currency: str,
    made_at: datetime,
) -> Reported:
    """Make and store the CSV and the PDF; done again, it overwrites them.

    Args:
        sales: those of the period, in the order of time.
        objects: where the files go.
        milestones: hears how far it has come.
        title: of the PDF.
        period: the days.
        currency: of the figures.
        made_at: now, in UTC.

    Raises:
        TooManyProducts: as its name says.
    """
    figures = Figures(currency)
    name = f"sales-{period.first}-to-{period.last}"
    with tempfile.TemporaryFile() as csv_file, tempfile.TemporaryFile() as pdf_file:
        rows = _count(sales, figures, csv_file, period, milestones)
        milestones.reached(READ)
        pages = Document(title, period, figures, made_at).write(pdf_file)
        milestones.reached((READ + 1) / 2)
        return Reported(
            csv=objects.store(f"{name}.csv", csv_file, "text/csv; charset=utf-8"),
            pdf=objects.store(f"{name}.pdf", pdf_file, "application/pdf"),
            first_day=period.first,
            last_day=period.last,
            currency=currency,
            sales=figures.completed.sales,
            revenue=figures.completed.amount,
            rows=rows,
            pages=pages,
            other_currencies=dict(figures.elsewhere),
        )


def _count(
    sales: Iterator[Sale], figures: Figures, file: IO[bytes], period: Period, milestones: Milestones
) -> int:
    """Add up the sales while the CSV is written day by day; returns the number of its rows."""
    text = io.TextIOWrapper(file, encoding=ENCODING, newline="")
    spreadsheet = Spreadsheet(text, figures.currency)
    counted = 0
    for day, sold in groupby(sales, key=lambda sale: sale.day):
        detail: DayDetail = {}
        for sale in sold:
            figures.take(day, sale, detail)
            counted += 1
            if counted % BETWEEN_LOOKS == 0:
                milestones.reached(READ * period.passed(sale.at))
        spreadsheet.write_day(day, detail)
    text.flush()
    text.detach()
    return spreadsheet.rows
