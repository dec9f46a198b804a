"""Takes the steps of a sample, shows each, and learns from its answer what later ones refer to."""

import json
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from textwrap import fill
from typing import cast

import httpx
from pydantic import JsonValue
from rich.console import Console

from local.cli import journey
from local.cli.job import Job
from local.cli.jobs_api import JSON, LOOK_SECONDS
from local.cli.results import download
from local.cli.samples.matching import differences, part_of
from local.cli.samples.references import Known
from local.cli.samples.steps import (
    AnyStep,
    Await,
    Drained,
    Event,
    Events,
    JobStep,
    Request,
    Step,
    Submit,
    Upload,
)
from local.cli.surroundings import Surroundings
from local.cli.trail import Trail
from local.users import ALICE


class Unexpected(Exception):
    """A step did not go as the sample says; the message has a line for each difference."""


@dataclass(frozen=True)
class Submitted:
    """A job of a sample.

    Attributes:
        job: as it was accepted.
        payload: as it was submitted, with the keys of its uploads.
        files: that were uploaded for it.
    """

    job: Job
    payload: dict[str, JsonValue]
    files: tuple[Path, ...]


class Walk:
    """The way through one sample.

    Args:
        surroundings: what it is done with.
        known: what its references stand for.
        trail: which functions its jobs pass through.
        folder: for the files that it leaves.
        console: where each step is shown.

    Attributes:
        submitted: its jobs so far.
    """

    def __init__(
        self, surroundings: Surroundings, known: Known, trail: Trail, folder: Path, console: Console
    ) -> None:
        self.submitted: list[Submitted] = []
        self._surroundings = surroundings
        self._known = known
        self._trail = trail
        self._folder = folder
        self._console = console
        # Waits as time.sleep does, which is a handler's own while one runs in this process.
        self._between_looks = threading.Event()

    def take(self, step: AnyStep) -> None:
        """Take one step. Raises Unexpected, NoSuchPart, NotEnded, Refused or NothingListens."""
        match step:
            case Upload():
                answer = self._upload(step)
            case Submit():
                answer = self._submit(step)
            case Await():
                answer = self._await(step)
            case Request():
                answer = self._request(step)
            case Events():
                answer = self._put(step)
            case Drained():
                answer = self._drain(step)
        for name, path in step.capture.items():
            self._known.learn(name, part_of(answer, path))

    def _upload(self, step: Upload) -> JsonValue:
        key = self._surroundings.api(step.user).upload(step.upload)
        self._say(f"{step.upload.name} uploaded{_by(step)}, {step.upload.stat().st_size:,} bytes")
        return {"key": key}

    def _submit(self, step: Submit) -> JsonValue:
        api = self._surroundings.api(step.user)
        uploads = {field: api.upload(path) for field, path in step.uploads.items()}
        payload = cast(dict[str, JsonValue], self._known.fill(step.payload)) | uploads
        key = None if step.key is None else self._known.text(step.key)
        if step.user != ALICE.name:
            self._say(f"{step.submit}{_by(step)}")
        accepted = api.submit(step.submit, payload, key)
        self.submitted.append(Submitted(accepted, payload, tuple(step.uploads.values())))
        return self._follow(step, accepted)

    def _await(self, step: Await) -> JsonValue:
        return self._follow(step, self._surroundings.api(step.user).get(self._known.text(step.job)))

    def _follow(self, step: JobStep, job: Job) -> JsonValue:
        api = self._surroundings.api(step.user)
        changes = _until(step.expect, api.follow(job, within=step.within))
        job = journey.show(self._console, changes, self._trail.trouble)
        if job.ended:
            passed = f"{journey.INDENT}through {', '.join(self._trail.of(job.id))}"
            self._console.print(
                fill(passed, self._console.width, subsequent_indent=journey.INDENT), style="dim"
            )
            for path in download(api, job, self._folder):
                self._say(f"{path}  {path.stat().st_size:,} bytes")
        error = job.error.type if job.error is not None else None
        if (job.status, error) != (step.expect, step.expect_error):
            raise Unexpected(f"expected was {step.expect} {step.expect_error or ''}".rstrip())
        if step.expect_result is not None:
            _compare(self._known.fill(step.expect_result), job.result)
        return cast(JsonValue, job.model_dump(mode="json"))

    def _request(self, step: Request) -> JsonValue:
        began = time.monotonic()
        while True:
            response = self._ask(step)
            took = time.monotonic() - began
            try:
                answer = self._as_expected(step, response)
            except Unexpected:
                if step.within is not None and took < step.within:
                    self._between_looks.wait(LOOK_SECONDS)
                    continue
                self._say(f"{_short(step, self._known)}{_by(step)} → {response.status_code} {took:.2f} s")
                raise
            self._say(f"{_short(step, self._known)}{_by(step)} → {response.status_code} {took:.2f} s")
            if step.keep is not None:
                self._keep(step.keep, response)
            return answer

    def _ask(self, step: Request) -> httpx.Response:
        headers = {name: self._known.text(value) for name, value in step.headers.items()}
        content = None
        if step.file is not None:
            content = step.file.read_bytes()
        elif step.body is not None:
            content = json.dumps(self._known.fill(step.body)).encode()
            headers = {"Content-Type": JSON, **headers}
        api = self._surroundings.api(step.user)
        return api.ask(step.method, self._known.text(step.target), content, headers)

    def _as_expected(self, step: Request, response: httpx.Response) -> JsonValue:
        if response.status_code != step.expect and (step.expect is not None or not response.is_success):
            wanted = "any 2xx" if step.expect is None else f"{step.expect} {HTTPStatus(step.expect).phrase}"
            raise Unexpected(f"expected was {wanted}; the answer: {response.text.strip()}")
        try:
            answer = cast(JsonValue, response.json())
        except ValueError:
            answer = response.text
        if step.expect_answer is not None:
            _compare(self._known.fill(step.expect_answer), answer)
        return answer

    def _put(self, step: Events) -> JsonValue:
        filled = self._known.fill([event.model_dump(mode="json", by_alias=True) for event in step.events])
        bus = self._surroundings.buses.name_of(step.bus)
        events = [Event.model_validate(event) for event in cast(list[JsonValue], filled)]
        ids = self._surroundings.buses.put(bus, events)
        self._say(f"{len(ids)} event{'s' * (len(ids) != 1)} put on {bus}")
        return {"ids": [*ids]}

    def _drain(self, step: Drained) -> JsonValue:
        queues, began = self._surroundings.queues, time.monotonic()
        url = queues.url_of(self._known.text(step.drained))
        while left := queues.left_in(url):
            if time.monotonic() - began >= step.within:
                raise Unexpected(f"{step.drained} still has {left} messages after {step.within:g} s")
            self._between_looks.wait(LOOK_SECONDS)
        self._say(f"{url.rpartition('/')[2]} drained {time.monotonic() - began:.2f} s")
        return {}

    def _keep(self, name: str, response: httpx.Response) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / name
        path.write_bytes(_readable(response))
        self._say(f"{path}  {path.stat().st_size:,} bytes")

    def _say(self, text: str) -> None:
        self._console.print(f"{journey.INDENT}{text}", markup=False, soft_wrap=True)


def _until(status: str, changes: Iterable[Job]) -> Iterator[Job]:
    for job in changes:
        yield job
        if job.status == status:
            return


def _compare(expected: JsonValue, answer: JsonValue) -> None:
    if found := list(differences(expected, answer)):
        raise Unexpected("\n".join(found))


def _readable(response: httpx.Response) -> bytes:
    if response.headers.get("content-type", "").startswith(JSON):
        return f"{json.dumps(response.json(), indent=2, ensure_ascii=False)}\n".encode()
    return response.content


def _by(step: Step) -> str:
    return "" if step.user == ALICE.name else f" as {step.user}"


def _short(step: Request, known: Known) -> str:
    """A request's method and path; the query of a whole URL is a signature, as a rule."""
    target = known.text(step.target)
    return f"{step.method} {target.partition('?')[0] if target.startswith('http') else target}"
