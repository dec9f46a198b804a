"""The steps a sample is made of, as its file tells them. What each one is called by stands first in it:

`upload` a file · `submit` a job · `await` a job · `request` anything over HTTP · `events` put on a bus ·
a queue that is to be `drained`.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    JsonValue,
    StringConstraints,
    Tag,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.functional_validators import AfterValidator

from local.cli.json_input import InvalidInput, read_lines
from local.cli.samples.references import NAME
from local.users import ALICE, USERS

Status = Literal["PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]


def _beside_the_sample(path: Path, info: ValidationInfo) -> Path:
    folder = info.context or Path()
    if not (folder / path).is_file():
        raise ValueError(f"there is no file {path} beside the sample")
    return Path(folder / path)


def _a_user(name: str) -> str:
    names = [user.name for user in USERS]
    if name not in names:
        raise ValueError(f"there is no user {name}; there are: {', '.join(names)}")
    return name


Beside = Annotated[Path, AfterValidator(_beside_the_sample)]
FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Seconds = Annotated[float, Field(gt=0, le=600)]


class Step(BaseModel):
    """What every step may say.

    Attributes:
        user: who does it; in the file it is called `as`.
        capture: name → path into the answer, whose part later steps refer to by the name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    user: Annotated[str, AfterValidator(_a_user)] = Field(default=ALICE.name, alias="as")
    capture: dict[Annotated[str, StringConstraints(pattern=f"^{NAME}$")], str] = {}

    def said(self) -> JsonValue:
        """Return all that may hold references, as plain JSON."""
        said: JsonValue = self.model_dump(mode="json", exclude={"capture", "user"})
        return said


class Upload(Step):
    """Uploads a file; its answer has the `key` that payloads name it by."""

    upload: Beside


class JobStep(Step):
    """A job, and what is expected of it; the answer is the job.

    Attributes:
        expect: the status that is waited for; PENDING is not waited for.
        expect_error: the name of the error, for a job that should fail.
        expect_result: parts of the result.
        within: so many seconds at most.
    """

    expect: Status = "SUCCEEDED"
    expect_error: str | None = None
    expect_result: JsonValue = None
    within: Seconds = 180


class Submit(JobStep):
    """Submits a job.

    Attributes:
        submit: the job type.
        payload: as it is submitted, but for the fields that name uploads.
        uploads: payload field → the file whose key goes there; in the JSON, a path beside the sample's file.
        key: the Idempotency-Key.
    """

    submit: str
    payload: dict[str, JsonValue]
    uploads: dict[str, Beside] = {}
    key: str | None = None


class Await(JobStep):
    """Waits for a job that was submitted before, here or by somebody else; `await` in the file is its id."""

    job: str = Field(alias="await")


class Request(Step):
    """Sends a request, signed as the user if it is to the HTTP interface.

    Attributes:
        request: method and path, as in `GET /jobs`; a whole URL leads elsewhere, and is not signed.
        body: sent as JSON.
        file: sent as it is, instead of a body.
        headers: more of them.
        expect: the status; without one, any 2xx.
        expect_answer: parts of the answer's JSON.
        within: ask again, for so many seconds at most, until all is as expected; for GET alone.
        keep: the name of a file that keeps the answer's body.
    """

    request: Annotated[str, StringConstraints(pattern=r"^(GET|POST|PUT|PATCH|DELETE) (/|https?://|\$\{)\S*$")]
    body: JsonValue = None
    file: Beside | None = None
    headers: dict[str, str] = {}
    expect: int | None = Field(default=None, ge=100, le=599)
    expect_answer: JsonValue = None
    within: Seconds | None = None
    keep: FileName | None = None

    @property
    def method(self) -> str:
        """GET, POST and so on."""
        return self.request.partition(" ")[0]

    @property
    def target(self) -> str:
        """The path with its query, or a whole URL."""
        return self.request.partition(" ")[2]

    @model_validator(mode="after")
    def _is_one_request(self) -> "Request":
        if self.body is not None and self.file is not None:
            raise ValueError("a request has a body or a file")
        if self.within is not None and self.method != "GET":
            raise ValueError("within is for GET: no other request is repeated")
        return self


class Event(BaseModel):
    """An event, in the words of one that EventBridge delivers."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    source: str
    detail_type: str = Field(alias="detail-type")
    detail: dict[str, JsonValue]
    resources: list[str] = []


class Events(Step):
    """Puts events on a bus, as an administrator.

    Attributes:
        events: as a list, or as the name of a file beside the sample that has one on each line.
        bus: `default`, or what comes before the stage in the name of another one.
    """

    events: list[Event]
    bus: str = "offload"

    @field_validator("events", mode="before")
    @classmethod
    def _from_a_file(cls, events: object, info: ValidationInfo) -> object:
        if not isinstance(events, str):
            return events
        path = _beside_the_sample(Path(events), info)
        try:
            return read_lines(path)
        except InvalidInput as error:
            raise ValueError(str(error)) from error


class Drained(Step):
    """Waits until nothing is left in a queue: what was put before has been taken, if it can be.

    Attributes:
        drained: the queue, by what comes after the stage in its name.
        within: so many seconds at most.
    """

    drained: str
    within: Seconds = 60


VERBS = ("upload", "submit", "await", "request", "events", "drained")


def _verb(step: Any) -> str | None:
    verbs = [verb for verb in VERBS if isinstance(step, dict) and verb in step]
    return verbs[0] if len(verbs) == 1 else None


AnyStep = Annotated[
    Annotated[Upload, Tag("upload")]
    | Annotated[Submit, Tag("submit")]
    | Annotated[Await, Tag("await")]
    | Annotated[Request, Tag("request")]
    | Annotated[Events, Tag("events")]
    | Annotated[Drained, Tag("drained")],
    Discriminator(
        _verb,
        custom_error_type="verb",
        custom_error_message=f"A step has exactly one of: {', '.join(VERBS)}",
    ),
]
