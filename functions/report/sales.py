"""The subscriber to what other services sold: each sale goes into the ledger."""

import os

from functions.offload.aws import client
from functions.offload.subscriber import Event, subscriber
from functions.report.ledger import Ledger
from functions.report.sale_recorded import SaleRecorded, sale_of

_ledger = Ledger(client("dynamodb"), os.environ["OWN_TABLE"])


def record_sale(event: Event[SaleRecorded]) -> None:
    """Write the sale down."""
    _ledger.record(sale_of(event.source, event.detail.sale))


handle = subscriber(SaleRecorded, record_sale)
