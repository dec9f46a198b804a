"""The body of `POST /telemetry`: some readings of one device.

It becomes the route's JSON-schema model, so it keeps to what draft 4 can say. One device a request makes one
record of the stream, which is kept whole or not at all; a gateway of many devices sends a request for each.
"""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

#: Readings a request may have.
MOST_READINGS: Final = 500

#: What a JSON number holds in every language, 2 to the 53 less 1.
LARGEST_SEQUENCE: Final = 9_007_199_254_740_991

#: The largest value, up or down: a value in millionths is still whole in a double.
LARGEST_VALUE: Final = 1e9

#: The year 2100, in milliseconds since the epoch.
LATEST: Final = 4_102_444_800_000


class Reading(BaseModel):
    """One value that a device has measured."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    sequence: int = Field(
        ge=0,
        le=LARGEST_SEQUENCE,
        description="The device's own count, never used twice: with the device it is the reading's identity",
    )
    at: int = Field(ge=0, lt=LATEST, description="When it was measured, milliseconds since the epoch")
    value: float = Field(
        ge=-LARGEST_VALUE, le=LARGEST_VALUE, allow_inf_nan=False, description="Kept to six decimals"
    )


class Readings(BaseModel):
    """Readings of one device, in any order."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    device: str = Field(
        pattern=r"^[A-Za-z0-9_.:-]{1,64}$",
        description="A device with several sensors names each, as in boiler-7.pressure",
    )
    readings: list[Reading] = Field(min_length=1, max_length=MOST_READINGS)
