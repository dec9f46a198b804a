"""Step `writeoff`: the goods of a lost parcel are gone. What is left of the order is undone after it."""

from functions.offload.step import StepJob, step
from functions.order.step_payloads import Compensated, ToUndo
from functions.order.wiring import inventory, run_key

_inventory = inventory()


def write_off(job: StepJob, _: ToUndo) -> Compensated:
    """Write this run's goods off, so that `release` puts nothing back."""
    _inventory.write_off(run_key(job))
    return Compensated()


handle = step(ToUndo, write_off, cancellable=False)
