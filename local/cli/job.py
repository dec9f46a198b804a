"""A job as the HTTP interface tells of it, as far as a terminal shows it."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, JsonValue


class JobError(BaseModel):
    """Why a job failed: the error's name, and a sentence."""

    type: str
    message: str


class Job(BaseModel):
    """A job; what else the answer says is kept with it.

    Attributes:
        attempt: attempts begun in the current run.
        progress: from 0 to 1, where its worker reports it.
        result: with a link beside each key of a file.
    """

    model_config = ConfigDict(extra="allow")

    id: str
    type: str
    status: str
    attempt: int = 0
    progress: float | None = None
    result: JsonValue = None
    error: JobError | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.status in ("SUCCEEDED", "FAILED", "CANCELLED")

    @property
    def stage(self) -> tuple[str, int, float | None]:
        """How far it has come: two that are equal in this are shown as one."""
        return self.status, self.attempt, self.progress

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield each file of the result: its key, and the link to it."""
        yield from _files(self.result)


def _files(value: JsonValue) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for element in value:
            yield from _files(element)
    elif isinstance(value, dict):
        key, link = value.get("key"), value.get("href")
        if isinstance(key, str) and isinstance(link, str):
            yield key, link
        for element in value.values():
            yield from _files(element)
