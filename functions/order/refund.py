"""Compensation `refund`: gives back what `charge` may have taken."""

from functions.offload.step import StepJob, step
from functions.order.step_payloads import Compensated, ToUndo
from functions.order.wiring import payments, run_key

_payments = payments()


def refund(job: StepJob, _: ToUndo) -> Compensated:
    """Refund this run's payment, or see to it that the card is not charged any more."""
    _payments.refund(run_key(job))
    return Compensated()


handle = step(ToUndo, refund, cancellable=False)
