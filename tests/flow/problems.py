"""What every error of the HTTP interface has in common: problem details, RFC 9457."""

import httpx
from pydantic import BaseModel, ConfigDict

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """A problem as a client reads it; other members say what in particular is wrong."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str
    title: str
    status: int
    detail: str


def problem_of(answer: httpx.Response) -> Problem:
    """Return the problem an answer tells of; it must be one, of the answer's own status."""
    assert answer.headers["Content-Type"] == MEDIA_TYPE, answer.text
    problem = Problem.model_validate_json(answer.text)
    assert problem.status == answer.status_code
    assert problem.title
    return problem
