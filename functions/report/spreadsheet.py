"""The CSV of a report: one row for each day, product and status, written day by day.

It is meant for spreadsheets and for programs: RFC 4180, UTF-8 with a byte-order mark (without it Excel takes
UTF-8 for something else), amounts with a decimal point and no grouping.
"""

import csv
from datetime import date
from typing import IO, Final

from functions.report.figures import DayDetail
from functions.report.money import plain

ENCODING: Final = "utf-8-sig"

COLUMNS: Final = ("date", "product", "name", "status", "currency", "sales", "quantity", "amount")

#: What a spreadsheet may take for the beginning of a formula.
#: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


class Spreadsheet:
    """Writes the CSV into a text file.

    Args:
        file: opened with `newline=""` and ENCODING.
        currency: of all amounts.
    """

    def __init__(self, file: IO[str], currency: str) -> None:
        self._writer = csv.writer(file)
        self._currency = currency
        self._writer.writerow(COLUMNS)
        self.rows = 0

    def write_day(self, day: date, detail: DayDetail) -> None:
        """Write the rows of a day, sorted by product and status."""
        for (product, status), tally in sorted(detail.items()):
            self._writer.writerow(
                (
                    day,
                    harmless(product),
                    harmless(tally.name),
                    status,
                    self._currency,
                    tally.sales,
                    tally.quantity,
                    plain(tally.amount, self._currency),
                )
            )
            self.rows += 1


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it: one that could begin a formula has an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
