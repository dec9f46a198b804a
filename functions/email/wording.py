"""How sums and days are written in a mail."""

import datetime as dt
from typing import Final

_SIGNS: Final = {"EUR": "€", "GBP": "£", "USD": "$"}


def money(minor_units: int, currency: str) -> str:
    """Write a sum of a currency that has two decimals: 123456 in EUR is `€1,234.56`."""
    whole, cents = divmod(minor_units, 100)
    return f"{_SIGNS[currency]}{whole:,}.{cents:02}"


def day(iso: str) -> str:
    """Write a day: 2030-05-01 is `1 May 2030`; what is no day stays as it is."""
    try:
        date = dt.date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{date.day} {date:%B %Y}"
