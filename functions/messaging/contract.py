"""The payloads of the accounting's own job types: `closing` of a month, and one account's `statement`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="Such as 2030-01, in UTC")]


class Closed(BaseModel):
    """A model that takes no unknown field and converts no type, so that it judges as its JSON schema does."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Closing(Closed):
    """Asks for a statement of every account that had jobs in a month."""

    month: Month | None = Field(default=None, description="By default the month before this one")


class Statement(Closed):
    """Asks for the statement of one account and month."""

    account: str = Field(min_length=1, max_length=200, description="The owner of the jobs")
    month: Month
