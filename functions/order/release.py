"""Compensation `release`: puts back what `reserve` may have set aside, takes back what `approve` asked."""

from functions.offload.step import StepJob, step
from functions.order.approval import APPROVAL
from functions.order.step_payloads import Compensated, ToUndo
from functions.order.wiring import inventory, run_key, withdraw_question

_inventory = inventory()


def release(job: StepJob, _: ToUndo) -> Compensated:
    """Release this run's goods, or see to it that none are reserved any more."""
    withdraw_question(APPROVAL, job)
    _inventory.release(run_key(job))
    return Compensated()


handle = step(ToUndo, release, cancellable=False)
