"""What is asked, what was answered, and what the waiting task is told. No AWS, no clock."""

from pydantic import BaseModel, ConfigDict, JsonValue


class Succeed(BaseModel):
    """The task goes on, with this as its result."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    output: dict[str, JsonValue]


class Fail(BaseModel):
    """The task fails: the error's name is for the state machine, the cause for the job's owner."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    error: str
    cause: str


Reply = Succeed | Fail


class Answer(BaseModel):
    """What somebody answered.

    Attributes:
        word: which of the possible answers; the same word again is the same answer.
        by: who, as the API names them.
        at: when, as timestamps are written.
        note: what they added, "" for nothing.
        reply: what the waiting task is told.
    """

    model_config = ConfigDict(frozen=True)

    word: str
    by: str
    at: str
    note: str
    reply: Reply


class Question(BaseModel):
    """A question that one run of a job waits for.

    Attributes:
        id: names it outside; nobody can guess it, and it is not the token.
        kind: what is asked, such as "approval".
        owner: whose job waits.
        job: the job's id.
        run: of the job.
        about: what the one who answers has to know.
        asked_at: when it was asked first.
        answer_by: until when an answer counts, in seconds since the epoch.
        token: of the task that waits now. It never leaves the account.
        answer: the answer that counts.
        closed: why nobody waits any more, though nobody has answered.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    owner: str
    job: str
    run: int
    about: dict[str, JsonValue]
    asked_at: str
    answer_by: float
    token: str
    answer: Answer | None = None
    closed: str | None = None


class NoSuchQuestion(Exception):
    """There is no question of this id."""


class Contradiction(Exception):
    """It has been answered, in another way."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.word)
        self.answer = answer


class TooLate(Exception):
    """Nobody waits for an answer any more; the text says why."""
