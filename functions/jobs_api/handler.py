"""The Lambda handler of the jobs API: routes in, answers out."""

import os
from http import HTTPStatus
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response

from functions.jobs_api.cursor import encode
from functions.jobs_api.jobs import Jobs, NoSuchJob, WrongState
from functions.jobs_api.questions import job_id, list_question, wait_seconds
from functions.jobs_api.uploads import Objects, Upload
from functions.jobs_api.view import shown
from functions.offload.api.problem import Problem
from functions.offload.api.routes import answer, body, owner, routes
from functions.offload.aws import client
from functions.offload.job import Job
from functions.offload.queues import Queue
from functions.offload.store.listing import jobs_of
from functions.offload.store.table import JobTable

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

app = routes()

_table = JobTable(client("dynamodb"), os.environ["JOB_TABLE"], int(os.environ["RETENTION_DAYS"]) * 86_400)
_jobs = Jobs(_table, Queue(client("sqs"), os.environ["INTAKE_QUEUE_URL"]))
_objects = Objects(os.environ["PAYLOAD_BUCKET"], int(os.environ["LINK_SECONDS"]))


def handle(event: dict[str, object], context: "LambdaContext") -> dict[str, object]:
    """Answer one request."""
    return app.resolve(event, context)


@app.get("/jobs/<id>")
def get_job(id: str) -> Response[str]:
    """Show a job, with `?wait=` as soon as it has ended."""
    seconds = wait_seconds(_query())
    return answer(HTTPStatus.OK, _shown(_jobs.get(owner(app), job_id(id), seconds)))


@app.get("/jobs")
def list_jobs() -> Response[str]:
    """List the caller's jobs, newest first."""
    caller = owner(app)
    asked = list_question(_query(), caller)
    page = jobs_of(
        _table, caller, limit=asked.limit, job_type=asked.job_type, status=asked.status, after=asked.after
    )
    shown_page: dict[str, object] = {"jobs": [_shown(job) for job in page.jobs]}
    if page.next is not None:
        shown_page["cursor"] = encode(page.next)
    return answer(HTTPStatus.OK, shown_page)


@app.post("/jobs/<id>/cancel")
def cancel_job(id: str) -> Response[str]:
    """Cancel a job that waits, or ask a running one to stop."""
    return answer(HTTPStatus.ACCEPTED, _shown(_jobs.cancel(owner(app), job_id(id))))


@app.post("/jobs/<id>/retry")
def retry_job(id: str) -> Response[str]:
    """Run a FAILED job again."""
    return answer(HTTPStatus.ACCEPTED, _shown(_jobs.retry(owner(app), job_id(id))))


@app.post("/uploads")
def place_upload() -> Response[str]:
    """Make room for an upload."""
    upload = body(app, Upload, "the body does not name an upload")
    return answer(HTTPStatus.CREATED, _objects.place(upload, owner(app)))


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


def _query() -> dict[str, str]:
    return dict(app.current_event.query_string_parameters or {})


def _shown(job: Job) -> dict[str, object]:
    path = str(app.current_event["requestContext"]["path"])
    return shown(job, f"{path.partition('/jobs')[0]}/jobs", _objects.link)
