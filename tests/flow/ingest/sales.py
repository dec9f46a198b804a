"""Sales files for ingestion, and what a reader who knows nothing of chunks makes of them.

The reader is Python's csv module, its arithmetic are whole cents: nothing of it is shared with the job type.
"""

import csv
import io
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

HEADER = ["order", "day", "country", "quantity", "amount", "note"]

#: The contract of the files' rows, as a payload states it.
PAYLOAD: dict[str, Any] = {
    "columns": [
        {"name": "order", "type": "integer", "required": True},
        {"name": "day", "type": "date", "required": True},
        {"name": "country", "type": "string"},
        {"name": "quantity", "type": "integer"},
        {"name": "amount", "type": "decimal", "scale": 2, "required": True},
        {"name": "note", "type": "string"},
    ],
    "aggregate": {
        "group_by": ["country"],
        "measures": [
            {"column": "amount", "function": "sum"},
            {"column": "quantity", "function": "max"},
        ],
    },
}

COUNTRIES = ["DE", "FR", "GB", "IT", ""]


@dataclass
class Read:
    """What is in a file.

    Attributes:
        rows: the values of each good row, as text, None for none.
        rejected: reasons by line, counted from 1.
        cents: the sum of the amounts by country, in cents.
        most: the largest quantity by country.
    """

    rows: list[list[str | None]] = field(default_factory=list)
    rejected: dict[int, str] = field(default_factory=dict)
    cents: Counter[str | None] = field(default_factory=Counter)
    most: dict[str | None, int] = field(default_factory=lambda: defaultdict(lambda: -(10**9)))


def sales(rows: int, *, seed: int = 0, line_breaks: bool = False) -> str:
    """Return a CSV file with so many records, one in fifty of them bad."""
    chance = random.Random(seed)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    for number in range(rows):
        note = chance.choice(["", "gift", 'Müller, "express"', "naïve 東京"])
        if line_breaks and number % 3 == 0:
            note = f"first line\n{number},2024-01-01,XX,1,1.00,\nlast, line"
        row = [
            str(number),
            f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            chance.choice(COUNTRIES),
            str(chance.randint(1, 40)),
            f"{chance.randint(-500, 99_999)}.{chance.randint(0, 99):02}",
            note,
        ]
        if chance.random() < 0.02:
            spoilt, by = chance.choice([(0, "12a"), (1, "2024-02-30"), (3, "many"), (4, ""), (4, "1.005")])
            row[spoilt] = by
        writer.writerow(row)
    return text.getvalue()


def read(text: str) -> Read:
    """Read a file from begin to end."""
    found = Read()
    reader = csv.reader(io.StringIO(text, newline=""))
    next(reader)
    line = reader.line_num + 1
    for row in reader:
        reason = _flaw(row)
        if reason is not None:
            found.rejected[line] = reason
        else:
            found.rows.append([value or None for value in row])
            country, amount = row[2] or None, row[4]
            found.cents[country] += int(amount.replace(".", ""))
            found.most[country] = max(found.most[country], int(row[3]))
        line = reader.line_num + 1
    return found


def amounts(groups: Iterable[dict[str, Any]]) -> dict[str | None, tuple[int, int]]:
    """Return a summary's groups as the reader has them: cents and largest quantity by country."""
    return {
        group["key"][0]: (int(group["measures"][0].replace(".", "")), int(group["measures"][1]))
        for group in groups
    }


def _flaw(row: list[str]) -> str | None:
    if not row[0].isdigit():
        return "NotAnInteger"
    if row[1] == "2024-02-30":
        return "NotADate"
    if not row[3].isdigit():
        return "NotAnInteger"
    if not row[4]:
        return "MissingValue"
    return "NotADecimal" if len(row[4].partition(".")[2]) > 2 else None
