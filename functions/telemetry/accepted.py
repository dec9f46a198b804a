"""What stands in a record of the stream: readings as API Gateway accepted them, and from whom.

API Gateway writes it (`infra/constructs/api/stream_record.vtl`): the body as it came, and the owner and the
instant as it knows them.
"""

import base64

from pydantic import BaseModel, ConfigDict

from functions.telemetry.contract import Reading, Readings
from functions.telemetry.timing import Standing, standing


class Accepted(BaseModel):
    """One accepted request.

    Attributes:
        body: the readings of one device.
        owner: who sent them.
        accepted_at: when, milliseconds since the epoch.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    body: Readings
    owner: str
    accepted_at: int

    @property
    def device(self) -> str:
        """The key of the device: nobody else's device has it, whatever its name."""
        return device_key(self.owner, self.body.device)

    def readings(self) -> list[tuple[Reading, Standing]]:
        """Return the readings, each with its standing."""
        return [(reading, standing(reading.at, self.accepted_at)) for reading in self.body.readings]


def device_key(owner: str, device: str) -> str:
    """Return the key of an owner's device."""
    return f"{owner}/{device}"


def parse(data: str) -> Accepted:
    """Return what the data of a record (base64) says; raises ValueError if it is not what it should be."""
    return Accepted.model_validate_json(base64.b64decode(data, validate=True))
