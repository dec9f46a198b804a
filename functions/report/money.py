"""Money: whole minor units of a currency (cents, pence), and how they are written. Never a float.

https://www.iso.org/iso-4217-currency-codes.html says how many decimals a currency has.
"""

from typing import Final

#: How many decimals ISO 4217's currencies have that do not have two.
_DECIMALS: Final = {
    0: frozenset(
        {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"}
        | {"RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"}
    ),
    3: frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}),
    4: frozenset({"CLF", "UYW"}),
}


def decimals(currency: str) -> int:
    """How many decimals the currency (ISO 4217) is written with."""
    return next((places for places, codes in _DECIMALS.items() if currency in codes), 2)


def plain(amount: int, currency: str) -> str:
    """The amount for a machine: 123450 minor units of EUR are `1234.50`."""
    return _written(amount, currency, "")


def grouped(amount: int, currency: str) -> str:
    """The amount for a person: 123450 minor units of EUR are `1,234.50`."""
    return _written(amount, currency, ",")


def _written(amount: int, currency: str, separator: str) -> str:
    places = decimals(currency)
    whole, part = divmod(abs(amount), 10**places)
    digits = f"{whole:,}".replace(",", separator)
    sign = "-" if amount < 0 else ""
    return f"{sign}{digits}.{part:0{places}}" if places else f"{sign}{digits}"
