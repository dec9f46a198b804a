"""Which event a change of a job's item is. Knows the item's shape and the events, no stream and no bus.

A change of status is news, once. What leaves the status as it was (a further attempt, a lease, a flag,
progress) is not, and neither is an ended job that is forgotten.
"""

import json
import re
from typing import TypedDict

from pydantic import JsonValue

from functions.offload.domain_events import (
    MAX_RESULT_BYTES,
    JobAccepted,
    JobCancelled,
    JobError,
    JobEvent,
    JobFailed,
    JobName,
    JobRetried,
    JobStarted,
    JobSucceeded,
)
from functions.offload.job import Failure, Job, Status
from functions.offload.store.timestamps import timestamp

#: Half of a pair, which JSON can escape and UTF-8 cannot write.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

#: Events of one run: it waits, it begins, it ends. Three at most, so runs are three apart.
_WAITS, _BEGINS, _ENDS, _APART = 0, 1, 2, 3


def news_of(before: Job | None, after: Job | None, changed_at: float) -> JobEvent | None:
    """Return the event that a change of a job is, None for one that is no news.

    Args:
        before: the job before the change, None for a new one.
        after: the job after it, None for one that was forgotten.
        changed_at: seconds since the epoch, for what the job itself does not know.
    """
    if after is None or (before is not None and before.status is after.status):
        return None
    match after.status:
        case Status.PENDING if before is None:
            return JobAccepted(**_about(after, JobAccepted, _WAITS, after.submitted_at))
        case Status.PENDING:
            return JobRetried(**_about(after, JobRetried, _WAITS, timestamp(changed_at)))
        case Status.RUNNING:
            return JobStarted(**_about(after, JobStarted, _BEGINS, after.started_at))
        case Status.SUCCEEDED:
            result, omitted = _result(after.result)
            about = _about(after, JobSucceeded, _ENDS, after.ended_at)
            return JobSucceeded(**about, result=result, result_omitted=omitted)
        case Status.FAILED:
            error = after.error or Failure("Unknown", "")
            about = _about(after, JobFailed, _ENDS, after.ended_at)
            return JobFailed(**about, error=JobError(type=error.type, message=error.message))
        case Status.CANCELLED:
            return JobCancelled(**_about(after, JobCancelled, _ENDS, after.ended_at))


class _About(TypedDict):
    id: str
    sequence: int
    at: str
    job: JobName
    submitted_at: str


def _about(job: Job, event: type[JobEvent], place: int, at: str | None) -> _About:
    ref = job.ref
    return {
        "id": f"{ref.key}/{ref.run}/{event.__name__}",
        "sequence": (ref.run - 1) * _APART + place,
        "at": at or job.submitted_at,
        "job": JobName(owner=ref.owner, id=ref.id, type=ref.type, run=ref.run),
        "submitted_at": job.submitted_at,
    }


def _result(text: str | None) -> tuple[JsonValue, bool]:
    """Return the result as an event carries it, and whether it cannot be carried."""
    if text is None:
        return None, False
    if len(text.encode()) > MAX_RESULT_BYTES:
        return None, True
    result: JsonValue = json.loads(text)
    if _LONE_SURROGATE.search(json.dumps(result, ensure_ascii=False)):
        return None, True
    return result, False
