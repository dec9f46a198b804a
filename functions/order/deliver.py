"""Step `deliver`: waits for the carrier's word on the parcel. Undone by `withdraw`."""

from pydantic import JsonValue

from functions.offload.callback.asking import asking
from functions.offload.step import StepJob
from functions.order.delivery import DELIVERY
from functions.order.step_payloads import ToDeliver


def about(_: StepJob, parcel: ToDeliver) -> dict[str, JsonValue]:
    """What the carrier has to know: nothing of the customer."""
    return parcel.model_dump()


handle = asking(DELIVERY, ToDeliver, about)
