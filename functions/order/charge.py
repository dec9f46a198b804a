"""Step `charge`: charges the card for what was reserved. Undone by `refund`."""

from functions.offload.step import StepJob, step
from functions.order.payments import Payment
from functions.order.step_payloads import ToCharge
from functions.order.wiring import payments, run_key

_payments = payments()


def charge(job: StepJob, bill: ToCharge) -> Payment:
    """Charge the card, once for this run."""
    return _payments.charge(run_key(job), bill.card_token, bill.amount, bill.currency)


handle = step(ToCharge, charge)
