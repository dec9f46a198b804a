"""The HTTP interface as a client sees it: submit, follow, upload, download; a refusal is an exception."""

import json
import mimetypes
import threading
import time
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self, cast
from urllib.parse import quote

import httpx
from pydantic import BaseModel, JsonValue

from local.cli.failure import Failure
from local.cli.job import Job
from local.signing import SignedBy
from local.users import User

#: Seconds between two looks at a job that has not ended.
LOOK_SECONDS = 0.05
#: Seconds after which a job that has not changed is told once more.
QUIET_SECONDS = 3.0
#: Within so many seconds a job that was accepted is recorded, and can be read.
RECORD_SECONDS = 15.0
#: Longer than the longest wait of a GET, and than API Gateway's 29 seconds.
TIMEOUT_SECONDS = 35.0
JSON = "application/json"


class NothingListens(Failure):
    """Nobody answers, or nobody any more, where the HTTP interface should be."""


class NotEnded(Failure):
    """A job takes longer than anybody waits."""


class Refused(Failure):
    """The API refused a request; the message is its problem details, one line and one more for each error.

    Args:
        message: what a person reads.
        status: the HTTP status; None where it was no request to the HTTP interface.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status

    @classmethod
    def because(cls, response: httpx.Response) -> "Refused":
        """Read the refusal from a response, https://www.rfc-editor.org/rfc/rfc9457."""
        summary = f"{response.status_code} {response.reason_phrase}"
        try:
            problem = response.json()
        except ValueError:
            text = f"{summary}: {response.text.strip()}" if response.text.strip() else summary
            return cls(text, response.status_code)
        if not isinstance(problem, dict):
            return cls(f"{summary}: {problem}", response.status_code)
        detail = problem.get("detail", problem.get("message"))
        lines = [f"{summary}: {detail}" if detail else summary]
        text = "\n  ".join([*lines, *map(_told, problem.get("errors", []))])
        return cls(text, response.status_code)


class JobsApi:
    """Talks to the HTTP interface as one user.

    Args:
        url: where it is, without a path.
        user: who signs.
    """

    def __init__(self, url: str, user: User) -> None:
        self.url = url
        # Neither a proxy nor a .netrc of this machine has a say between two ends of it.
        self._http = httpx.Client(
            base_url=url,
            auth=SignedBy(user.access_key, user.secret_key),
            timeout=TIMEOUT_SECONDS,
            trust_env=False,
        )
        self._files = httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False)
        # Waits as time.sleep does, which is a handler's own while one runs in this process.
        self._between_looks = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()
        self._files.close()

    def submit(self, job_type: str, payload: JsonValue, key: str | None = None) -> Job:
        """Submit a job, under an Idempotency-Key if one is given, and return it as accepted.

        Raises Refused or NothingListens.
        """
        headers = {} if key is None else {"Idempotency-Key": key}
        return Job.model_validate(self._call("POST", f"/jobs/{quote(job_type, safe='')}", payload, headers))

    def get(self, job_id: str) -> Job:
        """Return a job as it is now. Raises Refused or NothingListens."""
        return Job.model_validate(self._call("GET", f"/jobs/{quote(job_id, safe='')}"))

    def follow(self, job: Job, within: float = float("inf")) -> Iterator[Job]:
        """Yield a job now, at each change, and unchanged when it has been quiet, until it has ended.

        Raises NotEnded if that takes more than `within` seconds, Refused or NothingListens.
        """
        began = told = time.monotonic()
        yield job
        while not job.ended:
            self._between_looks.wait(LOOK_SECONDS)
            now = time.monotonic()
            try:
                seen, job = job, self.get(job.id)
            except Refused as refused:
                # A 202 says that a queue has the job: on a busy machine intake may need a while to record it.
                if refused.status != HTTPStatus.NOT_FOUND or now - began > RECORD_SECONDS:
                    raise
                continue
            if now - began > within:
                raise NotEnded(f"{job.id} has not ended within {within:g} s; it is {job.status}")
            if job.stage != seen.stage or now - told > QUIET_SECONDS:
                told = now
                yield job

    def upload(self, path: Path) -> str:
        """Upload a file and return the key that a payload names it by. Raises Refused or NothingListens."""
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        place = _Place.model_validate(
            self._call("POST", "/uploads", {"name": path.name, "media_type": media_type})
        )
        self._send(place.method, place.url, path.read_bytes(), place.headers)
        return place.key

    def download(self, link: str) -> bytes:
        """Return what a link of a result leads to. Raises Refused or NothingListens."""
        return self._send("GET", link).content

    def ask(
        self,
        method: str,
        target: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send any request and return the answer, whatever it is. Raises NothingListens.

        Args:
            method: GET, POST and so on.
            target: a path of the HTTP interface, or a whole URL, to which nothing is signed.
            content: the body.
            headers: more of them.
        """
        whole = target.startswith(("http://", "https://"))
        client = self._files if whole else self._http
        try:
            return client.request(method, target, content=content, headers=headers)
        except httpx.TransportError as error:
            there = target if whole else self.url
            raise NothingListens(f"nothing answers on {there}: is `make run` up, on this port?") from error

    def _call(
        self, method: str, path: str, body: JsonValue = None, headers: Mapping[str, str] | None = None
    ) -> JsonValue:
        content = None if body is None else json.dumps(body).encode()
        answer = self._send(method, path, content, {"Content-Type": JSON, **(headers or {})})
        return cast(JsonValue, answer.json())

    def _send(
        self,
        method: str,
        target: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        response = self.ask(method, target, content, headers)
        if response.is_success:
            return response
        raise Refused.because(response)


class _Place(BaseModel):
    """Where the API wants a file put."""

    key: str
    method: str
    url: str
    headers: dict[str, str]


def _told(error: JsonValue) -> str:
    if isinstance(error, dict) and "field" in error and "detail" in error:
        return f"{error['field']}: {error['detail']}"
    return error if isinstance(error, str) else json.dumps(error)
