"""Compensation `withdraw`: takes back what `ship` may have booked, and what `deliver` asked."""

from functions.offload.step import StepJob, step
from functions.order.delivery import DELIVERY
from functions.order.step_payloads import Compensated, ToUndo
from functions.order.wiring import run_key, shipments, withdraw_question

_shipments = shipments()


def withdraw(job: StepJob, _: ToUndo) -> Compensated:
    """Withdraw this run's parcel, or see to it that none is booked any more."""
    withdraw_question(DELIVERY, job)
    _shipments.withdraw(run_key(job))
    return Compensated()


handle = step(ToUndo, withdraw, cancellable=False)
