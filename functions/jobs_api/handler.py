"""The Lambda handler of the jobs API: routes in, answers out."""

import json
import os
from http import HTTPStatus
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from pydantic import ValidationError

from functions.jobs_api.cursor import encode
from functions.jobs_api.jobs import Jobs, NoSuchJob, WrongState
from functions.jobs_api.owner import OwnerFrom, owner_of
from functions.jobs_api.problem import Problem
from functions.jobs_api.questions import job_id, list_question, wait_seconds
from functions.jobs_api.uploads import Objects, Upload
from functions.jobs_api.view import shown
from functions.offload.aws import client
from functions.offload.job import Job
from functions.offload.queues import Queue
from functions.offload.store.listing import jobs_of
from functions.offload.store.table import JobTable
from functions.offload.telemetry import logger

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

app = APIGatewayRestResolver()

_table = JobTable(client("dynamodb"), os.environ["JOB_TABLE"], int(os.environ["RETENTION_DAYS"]) * 86_400)
_jobs = Jobs(_table, Queue(client("sqs"), os.environ["INTAKE_QUEUE_URL"]))
_objects = Objects(os.environ["PAYLOAD_BUCKET"], int(os.environ["LINK_SECONDS"]))
_owner_from = OwnerFrom(os.environ["OWNER_FROM"])


def handle(event: dict[str, object], context: "LambdaContext") -> dict[str, object]:
    """Answer one request."""
    return app.resolve(event, context)


@app.get("/jobs/<id>")
def get_job(id: str) -> Response[str]:
    """Show a job, with `?wait=` as soon as it has ended."""
    seconds = wait_seconds(_query())
    return _answer(HTTPStatus.OK, _shown(_jobs.get(_owner(), job_id(id), seconds)))


@app.get("/jobs")
def list_jobs() -> Response[str]:
    """List the caller's jobs, newest first."""
    owner = _owner()
    asked = list_question(_query(), owner)
    page = jobs_of(
        _table, owner, limit=asked.limit, job_type=asked.job_type, status=asked.status, after=asked.after
    )
    answer: dict[str, object] = {"jobs": [_shown(job) for job in page.jobs]}
    if page.next is not None:
        answer["cursor"] = encode(page.next)
    return _answer(HTTPStatus.OK, answer)


@app.post("/jobs/<id>/cancel")
def cancel_job(id: str) -> Response[str]:
    """Cancel a job that waits, or ask a running one to stop."""
    return _answer(HTTPStatus.ACCEPTED, _shown(_jobs.cancel(_owner(), job_id(id))))


@app.post("/jobs/<id>/retry")
def retry_job(id: str) -> Response[str]:
    """Run a FAILED job again."""
    return _answer(HTTPStatus.ACCEPTED, _shown(_jobs.retry(_owner(), job_id(id))))


@app.post("/uploads")
def place_upload() -> Response[str]:
    """Make room for an upload."""
    try:
        upload = Upload.model_validate_json(app.current_event.body or "")
    except ValidationError as error:
        wrong = [
            {"field": ".".join(map(str, found["loc"])) or "body", "detail": found["msg"]}
            for found in error.errors()
        ]
        raise Problem(HTTPStatus.BAD_REQUEST, "the body does not name an upload", errors=wrong) from error
    return _answer(HTTPStatus.CREATED, _objects.place(upload, _owner()))


@app.exception_handler(Problem)  # type: ignore[untyped-decorator]  # Powertools leaves it so
def answer_problem(problem: Problem) -> Response[str]:
    """Answer with the problem that a request met."""
    return problem.response()


@app.exception_handler(NoSuchJob)  # type: ignore[untyped-decorator]  # Powertools leaves it so
def answer_no_such_job(_: NoSuchJob) -> Response[str]:
    """Answer for a job that the caller does not have; whether somebody else has it is not told."""
    return Problem(HTTPStatus.NOT_FOUND, "you have no such job").response()


@app.exception_handler(WrongState)  # type: ignore[untyped-decorator]  # Powertools leaves it so
def answer_wrong_state(error: WrongState) -> Response[str]:
    """Answer for a job whose status forbids what was asked."""
    problem = Problem(
        HTTPStatus.CONFLICT, f"this cannot be done while {error}", status_of_job=error.job.status
    )
    return problem.response()


@app.exception_handler(Exception)  # type: ignore[untyped-decorator]  # Powertools leaves it so
def answer_mistake(error: Exception) -> Response[str]:
    """Answer for a mistake of ours: the log has it whole, the caller learns only that it was ours."""
    logger.exception("a request failed", exc_info=error)
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong on our side").response()


@app.not_found
def answer_not_found(_: NotFoundError) -> Response[str]:
    """Answer for a path that the API does not have."""
    return Problem(HTTPStatus.NOT_FOUND, "there is nothing here").response()


def _owner() -> str:
    return owner_of(app.current_event, _owner_from)


def _query() -> dict[str, str]:
    return dict(app.current_event.query_string_parameters or {})


def _shown(job: Job) -> dict[str, object]:
    path = str(app.current_event["requestContext"]["path"])
    return shown(job, f"{path.partition('/jobs')[0]}/jobs", _objects.link)


def _answer(status: HTTPStatus, body: dict[str, object]) -> Response[str]:
    return Response(
        status_code=status.value,
        content_type="application/json",
        body=json.dumps(body, ensure_ascii=False),
        headers={"Cache-Control": "no-store"},
    )
