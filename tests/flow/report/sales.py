"""Sales as other services tell of them: events on the bus, and the files of a report on them."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pypdfium2

from local.stack import LocalStack
from tests.flow.callers import Caller, ShownJob

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

MUG, TEAPOT = "MUG-BLUE", "TEAPOT-1L"
NAMES = {MUG: "Mug, blue", TEAPOT: "Teapot, one litre"}
PRICES = {MUG: 1250, TEAPOT: 3900}

#: A month of the past, whatever the stack's clock says.
JANUARY = {"from": "2026-01-01", "to": "2026-01-31", "currency": "EUR"}

#: A row of the CSV: date, product, status, sales, quantity, amount.
Row = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Sold:
    """A sale as the shop tells it.

    Attributes:
        id: the shop's.
        owner: whose sale it is.
        at: when it was made, ISO 8601.
        pieces: of each product.
        revision: rises when the shop tells of it anew.
        status: what became of it.
        currency: ISO 4217.
    """

    id: str
    owner: str
    at: str = "2026-01-14T10:00:00Z"
    pieces: Mapping[str, int] = field(default_factory=lambda: {MUG: 1})
    revision: int = 1
    status: str = "completed"
    currency: str = "EUR"

    @property
    def detail(self) -> dict[str, object]:
        """The event's detail."""
        lines = [
            {"product": product, "name": NAMES[product], "quantity": count, "amount": count * PRICES[product]}
            for product, count in self.pieces.items()
        ]
        sale = {
            "id": self.id,
            "revision": self.revision,
            "owner": self.owner,
            "at": self.at,
            "status": self.status,
            "currency": self.currency,
            "lines": lines,
        }
        return {"version": 1, "sale": sale}


def order_ended(owner: str, sequence: int, status: str, result: object = None) -> dict[str, object]:
    """What the kit tells when a run of an order has ended."""
    job = {"owner": owner, "id": "order.7", "type": "order", "run": sequence // 3 + 1}
    return {
        "version": 1,
        "id": f"{owner}/order.7/{sequence}",
        "sequence": sequence,
        "at": "2025-05-20T10:00:00.000Z",
        "submitted_at": "2025-05-05T10:00:00.000Z",
        "job": job,
        "status": status,
        "result": result,
    }


def tell(stack: LocalStack, *sold: Sold) -> None:
    """Let the shop put an event on the bus for each sale, and wait until all were heard."""
    put(stack, "SaleRecorded", (sale.detail for sale in sold))


def put(
    stack: LocalStack, detail_type: str, details: Iterable[Mapping[str, object]], source: str = "shop"
) -> None:
    """Put events on the stage's bus, and wait until nothing more happens."""
    entries: list[PutEventsRequestEntryTypeDef] = [
        {
            "Source": source,
            "DetailType": detail_type,
            "Detail": json.dumps(detail),
            "EventBusName": "offload-dev",
        }
        for detail in details
    ]
    events = stack.client("events")
    for start in range(0, len(entries), 10):
        answer = events.put_events(Entries=entries[start : start + 10])
        assert answer["FailedEntryCount"] == 0, answer
    stack.settle()


def rows_of(caller: Caller, job: ShownJob) -> list[Row]:
    """Follow the link to a report's CSV, and return its rows without names and currency."""
    table = csv.reader(fetch(caller, job, "csv", "text/csv; charset=utf-8").decode("utf-8-sig").splitlines())
    assert next(table) == ["date", "product", "name", "status", "currency", "sales", "quantity", "amount"]
    return [(row[0], row[1], row[3], row[5], row[6], row[7]) for row in table]


def text_of(caller: Caller, job: ShownJob) -> str:
    """Follow the link to a report's PDF, and return all its text."""
    pdf = pypdfium2.PdfDocument(fetch(caller, job, "pdf", "application/pdf"))
    return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def fetch(caller: Caller, job: ShownJob, name: str, media_type: str) -> bytes:
    """Follow a link of a report's result, and check that it leads to what the result says."""
    assert job.result is not None, job
    file = job.result[name]
    assert isinstance(file, dict)
    answer = caller.anybody.get(str(file["href"]))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"].endswith(f'.{name}"')
    assert len(answer.content) == file["bytes"]
    return answer.content
