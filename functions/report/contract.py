"""The payload of a `report` job: which period is wanted, and how.

It becomes the JSON-schema model of `POST /jobs/report`, so it keeps to what draft 4 can say; what needs
arithmetic on dates is checked by the worker, which refuses before it has read a single sale.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

#: The longest period, in days: a whole leap year.
MAX_DAYS = 366

Day = Annotated[date, Field(json_schema_extra={"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})]


class Report(BaseModel):
    """A period, by its first and last day or by name, and the currency of its figures. Days are UTC."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        json_schema_extra={"oneOf": [{"required": ["from", "to"]}, {"required": ["period"]}]},
    )

    currency: str = Field(
        pattern=r"^[A-Z]{3}$", description="ISO 4217; sales in other currencies are counted, not converted"
    )
    first: Day | SkipJsonSchema[None] = Field(default=None, alias="from", description="The first day")
    last: Day | SkipJsonSchema[None] = Field(default=None, alias="to", description="The last day, included")
    period: Literal["yesterday", "last_7_days", "last_month"] | SkipJsonSchema[None] = Field(
        default=None, description="Full days before the one on which the job was submitted"
    )
    title: str = Field(
        default="Sales report", min_length=1, max_length=80, description="The headline of the PDF"
    )

    @model_validator(mode="after")
    def _one_period(self) -> Self:
        if self.period is not None:
            if self.first is not None or self.last is not None:
                raise ValueError("a period is given by its name, or by from and to, not by both")
        elif self.first is None or self.last is None:
            raise ValueError("a period needs both from and to, or a name")
        elif self.first > self.last:
            raise ValueError(f"the period ends on {self.last}, before it begins on {self.first}")
        elif (days := (self.last - self.first).days + 1) > MAX_DAYS:
            raise ValueError(f"the period has {days} days; a report covers at most {MAX_DAYS}")
        return self
