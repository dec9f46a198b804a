"""Sales for the tests: made by hand, or any that there could be."""

from datetime import date, timedelta

from hypothesis import strategies as st

from functions.report.period import Period
from functions.report.sale import Line, Sale, SaleStatus

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))

MUG = Line("MUG", "Mug, blue", 2, 2500)
TEAPOT = Line("POT", "Teapot", 1, 3900)


def sale(
    identity: str = "sale/shop/1",
    at: str = "2026-01-14T10:30:00.000Z",
    *lines: Line,
    owner: str = "alice",
    revision: int = 1,
    status: SaleStatus = SaleStatus.COMPLETED,
    currency: str = "EUR",
) -> Sale:
    """Return a sale of a mug, unless other lines are given."""
    return Sale(identity, revision, owner, at, status, currency, lines or (MUG,))


def instants(period: Period = JANUARY) -> st.SearchStrategy[str]:
    """Any instant within a period."""
    days = (period.last - period.first).days
    return st.builds(
        lambda day, hour, millisecond: (
            f"{period.first + timedelta(days=day)}T{hour:02}:59:00.{millisecond:03}Z"
        ),
        st.integers(0, days),
        st.integers(0, 23),
        st.integers(0, 999),
    )


LINES = st.builds(
    Line,
    product=st.sampled_from(["A", "B", "C"]),
    name=st.sampled_from(["Ä", "=B", 'C, "c"']),
    quantity=st.integers(1, 5),
    amount=st.integers(0, 10**15),
)

SALES = st.lists(
    st.builds(
        Sale,
        identity=st.uuids().map(str),
        revision=st.just(1),
        owner=st.just("alice"),
        at=instants(),
        status=st.sampled_from(SaleStatus),
        currency=st.sampled_from(["EUR", "EUR", "USD", ""]),
        lines=st.lists(LINES, min_size=1, max_size=4).map(tuple),
    ),
    max_size=12,
).map(lambda sales: sorted(sales, key=lambda sale: sale.at))
