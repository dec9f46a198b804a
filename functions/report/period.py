"""A period: whole days in UTC, as a job asks for them. Sales made within it belong to the report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from functions.report.contract import Report

_DAY: Final = timedelta(days=1)
_TO: Final = "\N{EN DASH}"


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def begin(self) -> str:
        """Its first instant, as the kit writes instants."""
        return f"{self.first}T00:00:00.000Z"

    @property
    def end(self) -> str:
        """Its last instant."""
        return f"{self.last}T23:59:59.999Z"

    def days(self) -> Iterator[date]:
        """Yield each day."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * _DAY

    def passed(self, at: str) -> float:
        """How much of the period has passed at an instant: 0 at its beginning, 1 at its end."""
        begin = datetime.combine(self.first, datetime.min.time(), UTC)
        length = self.last + _DAY - self.first
        return min(max((datetime.fromisoformat(at) - begin) / length, 0.0), 1.0)

    def __str__(self) -> str:
        """As a person writes it, without saying a month or a year twice."""
        if self.first == self.last:
            return _long(self.last)
        if self.first.year != self.last.year:
            return f"{_long(self.first)} {_TO} {_long(self.last)}"
        if self.first.month != self.last.month:
            return f"{self.first.day} {self.first:%B} {_TO} {_long(self.last)}"
        return f"{self.first.day} {_TO} {_long(self.last)}"


def wanted_period(wanted: Report, submitted_at: str) -> Period:
    """The period a job asks for.

    Args:
        wanted: its payload.
        submitted_at: when it was submitted. A named period counts from there, and not from now: a retry two
            days later reports on the same days.
    """
    today = datetime.fromisoformat(submitted_at).astimezone(UTC).date()
    match wanted:
        case Report(first=date() as first, last=date() as last):
            return Period(first, last)
        case Report(period="last_7_days"):
            return Period(today - 7 * _DAY, today - _DAY)
        case Report(period="last_month"):
            last = today.replace(day=1) - _DAY
            return Period(last.replace(day=1), last)
    return Period(today - _DAY, today - _DAY)


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
