"""Tells the bus of an anomaly. The same window is always the same event: its id says so.

A function that dies after telling tells again, and a bus may deliver twice: who listens goes by the id.
"""

import json
from typing import TYPE_CHECKING, Final

from functions.telemetry.tally import MILLION
from functions.telemetry.timing import WINDOW_MS, written
from functions.telemetry.window import Window

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

SOURCE: Final = "offload.telemetry"
DETAIL_TYPE: Final = "AnomalyDetected"
VERSION: Final = 1


class NotTold(Exception):
    """The bus took the call and refused the event."""


class Announcements:
    """Puts events on a bus.

    Args:
        events: a client of EventBridge.
        bus: the bus's name.
    """

    def __init__(self, events: "EventBridgeClient", bus: str) -> None:
        self._events = events
        self._bus = bus

    def tell(self, device: str, window: Window) -> None:
        """Tell of the window's anomaly, if it has one; raises NotTold or the SDK's errors.

        Args:
            device: its key.
            window: as it is stored.
        """
        if window.anomaly is None:
            return
        owner, _, name = device.partition("/")
        detail = {
            "version": VERSION,
            "id": f"{device}/{written(window.start)}",
            "owner": owner,
            "device": name,
            "window": {"from": written(window.start), "to": written(window.start + WINDOW_MS)},
            "value": window.anomaly.value / MILLION,
            "mean": window.anomaly.mean / MILLION,
            "deviation": window.anomaly.deviation / MILLION,
        }
        entry = {"Source": SOURCE, "DetailType": DETAIL_TYPE, "Detail": json.dumps(detail)}
        answer = self._events.put_events(Entries=[{**entry, "EventBusName": self._bus}])  # type: ignore[typeddict-item]
        if answer["FailedEntryCount"]:
            raise NotTold(answer["Entries"][0].get("ErrorMessage", ""))
