"""A caller of the HTTP interface: uploads, submits, and asks what became of its jobs.

It sees what any client sees, and nothing else; it knows no job type.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import httpx
from pydantic import BaseModel, ConfigDict, JsonValue

from local.stack import LocalStack
from local.users import ALICE, User

#: Long enough for every visibility timeout, all attempts with their backoff, and the sweep.
PATIENCE_SECONDS = 3600


class ShownError(BaseModel):
    """Why a job failed, as its owner reads it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    message: str


class ShownJob(BaseModel):
    """A job as the HTTP interface shows it; a field unknown here is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    type: str
    status: Literal["PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]
    run: int
    attempt: int
    submitted_at: str
    href: str
    started_at: str | None = None
    ended_at: str | None = None
    progress: float | None = None
    cancel_requested: bool = False
    result: Mapping[str, JsonValue] | None = None
    error: ShownError | None = None

    @property
    def ended(self) -> bool:
        """Whether it has come to one of its three ends."""
        return self.status not in ("PENDING", "RUNNING")

    @property
    def failure(self) -> str | None:
        """The name of the error that a FAILED job shows."""
        return self.error.type if self.error is not None else None


class Page(BaseModel):
    """A part of a caller's list of jobs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jobs: tuple[ShownJob, ...]
    cursor: str | None = None

    @property
    def ids(self) -> list[str]:
        """The ids of its jobs, in their order."""
        return [job.id for job in self.jobs]


class Upload(BaseModel):
    """Room for an upload, as `POST /uploads` gives it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    url: str
    method: Literal["PUT"]
    headers: Mapping[str, str]
    expires_in: int


@dataclass(frozen=True)
class Caller:
    """A user of `stack`."""

    stack: LocalStack
    user: User = ALICE

    @cached_property
    def http(self) -> httpx.Client:
        """The caller at the HTTP interface."""
        return self.stack.http(self.user)

    @cached_property
    def anybody(self) -> httpx.Client:
        """Somebody without keys: what they can do, a link alone allows."""
        return self.stack.http(None)

    def room(self, name: str = "photo", media_type: str = "image/png") -> Upload:
        """Ask for room for an upload."""
        answer = self.http.post("/uploads", json={"name": name, "media_type": media_type})
        assert answer.status_code == 201, answer.text
        return Upload.model_validate_json(answer.text)

    def upload(self, file: bytes) -> str:
        """Upload a file; return its key."""
        room = self.room()
        answer = self.anybody.put(room.url, content=file, headers=dict(room.headers))
        assert answer.status_code == 200, answer.text
        return room.key

    def submit(self, job_type: str, payload: object, *, key: str | None = None) -> str:
        """Submit a job, with an idempotency key if one is given; return its id."""
        headers = {} if key is None else {"Idempotency-Key": key}
        answer = self.http.post(f"/jobs/{job_type}", json=payload, headers=headers)
        assert answer.status_code == 202, answer.text
        job_id: str = answer.json()["id"]
        return job_id

    def look(self, job_id: str) -> ShownJob:
        """Return the job as it stands."""
        answer = self.http.get(f"/jobs/{job_id}")
        assert answer.status_code == 200, answer.text
        return ShownJob.model_validate_json(answer.text)

    def follow(self, job_id: str, *, run: int = 1, within: float = PATIENCE_SECONDS) -> ShownJob:
        """Wait for the end of a run, at most `within` seconds, and return the job."""
        ended: list[ShownJob] = []

        def over() -> bool:
            answer = self.http.get(f"/jobs/{job_id}")
            if answer.status_code != 404:  # an accepted job may not be recorded yet
                job = ShownJob.model_validate_json(answer.text)
                ended.extend([job] if job.ended and job.run >= run else [])
            return bool(ended)

        self.stack.run_until(over, within=within)
        return ended[0]

    def page(self, **query: str | int) -> Page:
        """Return a page of the caller's jobs."""
        answer = self.http.get("/jobs", params=query)
        assert answer.status_code == 200, answer.text
        return Page.model_validate_json(answer.text)

    def cancel(self, job_id: str) -> httpx.Response:
        """Ask for the job to be stopped."""
        return self.http.post(f"/jobs/{job_id}/cancel")

    def retry(self, job_id: str) -> httpx.Response:
        """Ask for a failed job to be run again."""
        return self.http.post(f"/jobs/{job_id}/retry")
