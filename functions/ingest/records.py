"""Records: from lines to the values of a row, or to the reason why there are none. Knows no file and no type.

A line ends with LF or CRLF. A record of JSON lines is a line. A record of CSV is one too (RFC 4180), unless a
quoted value has line breaks in it; then it goes on until the quote is closed. A quote that is never closed
must not swallow the rest of the file: if a record that goes over several lines comes to nothing, within
RECORD_BYTES, its first line alone is rejected, and the next line begins a record. So what a record is depends
on the bytes from its begin alone. https://www.rfc-editor.org/rfc/rfc4180
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NoReturn, Protocol

#: The longest record, in bytes; so much of a file is in memory at least.
RECORD_BYTES: Final = 1024 * 1024

#: So many characters of a bad record are shown with it.
SHOWN_CHARACTERS: Final = 200

csv.field_size_limit(RECORD_BYTES)

#: A value as text, None where there is none, or what is no text (JSON knows more types than CSV).
Value = object


@dataclass(frozen=True)
class Flaw:
    """Why a record is no row.

    Attributes:
        line: of the record's first line, counted from 0 at the first line given.
        reason: one word for it, by which flaws are counted.
        column: whose value is the reason, None if it is the whole record.
        text: the beginning of the record, or the value.
    """

    line: int
    reason: str
    column: str | None
    text: str


@dataclass
class Records:
    """What some lines came to.

    Attributes:
        rows: the values of each row, in the order of the columns.
        lines: each row's first line, counted from 0 at the first line given.
        flaws: of the records that are no rows.
        consumed: so many lines are done with.
        waiting: whether the record in the next one needs more lines than there are.
    """

    rows: list[Sequence[Value]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    consumed: int = 0
    waiting: bool = False


@dataclass(frozen=True)
class Lines:
    """Lines as they stand in a file, from the begin of a record on.

    Attributes:
        texts: each with its line break; what is no text stands there as well as it could be read.
        unfit: why a line cannot be read, by its index.
        begins: records begin in so many of the first lines only; those behind serve to end them.
        final: whether the file ends with them.
        behind: bytes that are known to follow, all of them of one line.
        limit: the longest record, in bytes.
    """

    texts: Sequence[str]
    unfit: Mapping[int, str]
    begins: int
    final: bool
    behind: int = 0
    limit: int = RECORD_BYTES


class RecordReader(Protocol):
    """Reads one format."""

    def read(self, lines: Lines) -> Records:
        """Return the records that begin in the lines, as far as the lines suffice."""


def lines_of(
    block: bytes,
    *,
    final: bool,
    begins_before: int | None = None,
    behind: int = 0,
    limit: int = RECORD_BYTES,
) -> Lines:
    """Return the lines of a block of whole lines.

    Args:
        block: ends with a line break, unless it is `final`.
        final: whether the file ends with it.
        begins_before: records begin before this position in the block only, which is 1 at least.
        behind: bytes known to follow, without a line break.
        limit: the longest record, in bytes.
    """
    unfit: dict[int, str] = {}
    try:
        # Unlike str.splitlines it splits at LF alone: other line breaks may stand in a value.
        texts = list(io.StringIO(block.decode(), newline="\n"))
    except UnicodeDecodeError:
        texts = []
        for index, line in enumerate(io.BytesIO(block)):
            try:
                texts.append(line.decode())
            except UnicodeDecodeError:
                texts.append(line.decode(errors="replace"))
                unfit[index] = "NotUtf8"
    if len(block) > limit:
        for index, line in enumerate(io.BytesIO(block)):
            if len(line) - line.endswith(b"\n") > limit:
                unfit[index] = "RecordTooLong"
    begins = len(texts)
    if begins_before is not None and begins_before < len(block):
        # A line begins behind a line break; the one that stands right before the bound leads beyond it.
        begins = block.count(b"\n", 0, begins_before - 1) + 1
    return Lines(texts, unfit, begins, final, behind, limit)


@dataclass(frozen=True)
class CsvRecords:
    """Reads CSV.

    Attributes:
        delimiter: between the values.
        width: so many values a record has.
        wanted: the places of the wanted ones among them, None for all.
    """

    delimiter: str
    width: int | None = None
    wanted: Sequence[int] | None = None

    def read(self, lines: Lines) -> Records:
        """Return the records that begin in the lines, as far as the lines suffice."""
        records = Records()
        index = 0
        while index < lines.begins and not records.waiting:
            if index in lines.unfit:
                records.flaws.append(Flaw(index, lines.unfit[index], None, shown(lines.texts[index])))
                index += 1
            else:
                index = self._read_until_flaw(lines, index, records)
        records.consumed = index
        return records

    def _read_until_flaw(self, lines: Lines, first: int, records: Records) -> int:
        """Read records from line `first` on, up to a flaw; return the line where the next record begins."""
        feed = _Feed(lines, first)
        start = first
        width, begins = self.width, lines.begins
        try:
            for values in csv.reader(feed, delimiter=self.delimiter, strict=True):
                if feed.index - start > 1 and _bytes(lines, start, feed.index) > lines.limit:
                    raise _Unfit
                if len(values) == width or (width is None and values):
                    records.rows.append(values)
                    records.lines.append(start)
                elif values:
                    records.flaws.append(Flaw(start, "WrongNumberOfValues", None, shown(lines.texts[start])))
                start = feed.index
                if start >= begins or start in lines.unfit:
                    break
        except (csv.Error, _Unfit) as error:
            open_ended = feed.exhausted and not lines.final
            if open_ended and _bytes(lines, start, len(lines.texts)) + lines.behind <= lines.limit:
                records.waiting = True
                return start
            one_line = isinstance(error, csv.Error) and feed.index - start == 1 and not feed.exhausted
            reason = "MalformedQuotes" if one_line else "QuoteNotClosed"
            records.flaws.append(Flaw(start, reason, None, shown(lines.texts[start])))
            return start + 1
        return start


class _Unfit(Exception):
    """A record would go on in a line that cannot be read."""


class _Feed:
    """Gives csv.reader its lines, and knows how far it has come."""

    def __init__(self, lines: Lines, first: int) -> None:
        self._texts, self._unfit = lines.texts, lines.unfit
        self._first = self.index = first
        self.exhausted = False

    def __iter__(self) -> "Iterator[str]":
        unfit = self._unfit
        for index in range(self._first, len(self._texts)):
            if index in unfit:
                raise _Unfit
            self.index = index + 1
            yield self._texts[index]
        self.exhausted = True


@dataclass(frozen=True)
class JsonRecords:
    """Reads JSON lines.

    Attributes:
        names: of the wanted members of each object; others are left out.
    """

    names: Sequence[str]

    def read(self, lines: Lines) -> Records:
        """Return the records that begin in the lines; each line is one, blank ones are none."""
        records = Records(consumed=lines.begins)
        for index in range(lines.begins):
            text = lines.texts[index]
            reason = lines.unfit.get(index)
            if reason is None and not text.strip():
                continue
            if reason is None:
                try:
                    found = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
                except (ValueError, RecursionError):
                    reason = "NotJson"
                else:
                    if isinstance(found, dict):
                        records.rows.append([found.get(name) for name in self.names])
                        records.lines.append(index)
                        continue
                    reason = "NotAnObject"
            records.flaws.append(Flaw(index, reason, None, shown(text)))
        return records


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def shown(text: str) -> str:
    """Return so much of a record as is shown with it."""
    return text[: SHOWN_CHARACTERS + 2].rstrip("\r\n")[:SHOWN_CHARACTERS]


def _bytes(lines: Lines, first: int, end: int) -> int:
    """Return the bytes of the lines from `first` to before `end`, without the last line break."""
    texts = lines.texts[first:end]
    return sum(len(text.encode()) for text in texts) - texts[-1].endswith("\n")
