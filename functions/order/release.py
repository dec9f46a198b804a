"""Compensation `release`: puts back what `reserve` may have set aside."""

from functions.offload.step import StepJob, step
from functions.order.step_payloads import Compensated, ToUndo
from functions.order.wiring import inventory, run_key

_inventory = inventory()


def release(job: StepJob, _: ToUndo) -> Compensated:
    """Release this run's goods, or see to it that none are reserved any more."""
    _inventory.release(run_key(job))
    return Compensated()


handle = step(ToUndo, release, cancellable=False)
