"""What a receipt handle says: the queue, the message's place in it, and which receive it came from.

moto keeps every handle ever given out, and those of deleted messages for ever. One that can be read back
needs no memory, and tells a handle of this queue from a foreign one.
"""

import base64
import binascii
from dataclasses import dataclass


@dataclass(frozen=True)
class ReceiptHandle:
    """A handle, read.

    Attributes:
        queue: a token of the queue that gave it out.
        place: the message's place in that queue.
        receive: the receive it came from, counted from 1.
    """

    queue: str
    place: int
    receive: int

    def __str__(self) -> str:
        return base64.b64encode(f"{self.queue}/{self.place}/{self.receive}".encode()).decode()

    @classmethod
    def read(cls, text: str) -> "ReceiptHandle | None":
        """Read a handle; None if it cannot be one of ours."""
        try:
            queue, place, receive = base64.b64decode(text, validate=True).decode().split("/")
            return cls(queue, int(place), int(receive))
        except (binascii.Error, ValueError):
            return None
