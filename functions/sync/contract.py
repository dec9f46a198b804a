"""The contract of a sync job: which source is pulled. Its URL is a setting of the stage, not the caller's."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]


class Sync(BaseModel):
    """Pull all that has changed at a source since it was last pulled.

    Attributes:
        source: its name in the stage's settings.
    """

    model_config = ConfigDict(extra="forbid")

    source: SourceName
