"""A subscriber: a function that hears events of a bus, by way of a queue.

    handle = subscriber(SaleRecorded, record_sale)

EventBridge delivers at least once and in no order: the work is done such that neither matters.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from functions.offload.consumer import Delivery, consumer
from functions.offload.lambda_events import SqsHandler

D = TypeVar("D", bound=BaseModel)


class Event(BaseModel, Generic[D]):
    """An event as EventBridge delivers it.

    Attributes:
        id: EventBridge's; the same at each delivery of one event, another when it is put again.
        source: who put it.
        detail_type: what kind it is.
        time: when it was put, ISO 8601 in UTC with seconds.
        detail: what it says.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    source: str
    detail_type: str = Field(alias="detail-type")
    time: str
    detail: D


def subscriber(detail: type[D], work: Callable[[Event[D]], None]) -> SqsHandler:
    """Return the Lambda handler of a subscriber.

    Args:
        detail: the model of the events' detail; an event that does not keep it goes to the DLQ.
        work: takes one event. For what it may raise see `consumer`.
    """

    def heard(event: Event[D], delivery: Delivery) -> None:  # noqa: ARG001 - how it came does not matter
        work(event)

    return consumer(Event[detail], heard)  # type: ignore[valid-type]  # made at run time
