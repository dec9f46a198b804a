"""The message on the workload's inner queue: which webhook message is due."""

from pydantic import BaseModel, ConfigDict


class Due(BaseModel):
    """Names a message; what it says is in the table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    owner: str
    webhook: str
    message: str
