"""Compensation `withdraw`: takes back what `ship` may have booked."""

from functions.offload.step import StepJob, step
from functions.order.step_payloads import Compensated, ToUndo
from functions.order.wiring import run_key, shipments

_shipments = shipments()


def withdraw(job: StepJob, _: ToUndo) -> Compensated:
    """Withdraw this run's parcel, or see to it that none is booked any more."""
    _shipments.withdraw(run_key(job))
    return Compensated()


handle = step(ToUndo, withdraw, cancellable=False)
