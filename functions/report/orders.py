"""The subscriber to what became of `order` jobs: each goes into the ledger."""

import os

from functions.offload.aws import client
from functions.offload.subscriber import Event, subscriber
from functions.report.ledger import Ledger
from functions.report.order_ended import OrderEnded, sale_of

_ledger = Ledger(client("dynamodb"), os.environ["OWN_TABLE"])


def record_order(event: Event[OrderEnded]) -> None:
    """Write the order down."""
    _ledger.record(sale_of(event.detail))


handle = subscriber(OrderEnded, record_order)
