"""Step `approve`: asks a person whether the order may cost so much, and waits. Undone by `release`."""

from pydantic import JsonValue

from functions.offload.callback.asking import asking
from functions.offload.step import StepJob
from functions.order.approval import APPROVAL
from functions.order.step_payloads import ToApprove


def about(_: StepJob, order: ToApprove) -> dict[str, JsonValue]:
    """What the approver has to know."""
    return order.model_dump()


handle = asking(APPROVAL, ToApprove, about)
