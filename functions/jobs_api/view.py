"""How a job looks to its owner: its JSON, with links to itself and to the objects of its result."""

import json
from collections.abc import Callable

from functions.offload.job import Job, Status

#: Only objects under this prefix are results; nothing else in the bucket is ever linked.
RESULTS_PREFIX = "results/"


def shown(job: Job, base: str, sign: Callable[[str], str]) -> dict[str, object]:
    """Return a job as JSON.

    Args:
        job: the job.
        base: the path of the list of jobs, such as `/jobs`, with a stage's prefix where there is one.
        sign: makes a presigned link of an object's key; links are made at each reading, since they expire.
    """
    view: dict[str, object] = {
        "id": job.ref.id,
        "type": job.ref.type,
        "status": job.status,
        "run": job.ref.run,
        "attempt": job.attempt,
        "submitted_at": job.submitted_at,
        "href": f"{base}/{job.ref.id}",
    }
    if job.started_at is not None:
        view["started_at"] = job.started_at
    if job.progress is not None and job.status is Status.RUNNING:
        view["progress"] = job.progress
    if job.ended_at is not None:
        view["ended_at"] = job.ended_at
    if job.cancel_requested:
        view["cancel_requested"] = True
    if job.result is not None:
        view["result"] = _linked(json.loads(job.result), sign)
    if job.error is not None:
        view["error"] = {"type": job.error.type, "message": job.error.message}
    return view


def _linked(value: object, sign: Callable[[str], str]) -> object:
    if isinstance(value, list):
        return [_linked(element, sign) for element in value]
    if not isinstance(value, dict):
        return value
    linked = {name: _linked(element, sign) for name, element in value.items()}
    key = value.get("key")
    if isinstance(key, str) and key.startswith(RESULTS_PREFIX):
        linked["href"] = sign(key)
    return linked
