"""How a job looks to its owner."""

import json

from functions.jobs_api.view import shown
from functions.offload.job import Failure, Job, JobRef, Status

JOB = Job(
    ref=JobRef("AIDA", "demo.a", "demo", 1),
    status=Status.SUCCEEDED,
    attempt=1,
    fence=7,
    group="AIDA.demo.a",
    submitted_at="2030-01-01T00:00:00.000Z",
    payload='{"secret":true}',
    result=json.dumps(
        {"pages": [{"key": "results/AIDA/demo.a/1/p.png"}], "from": {"key": "uploads/AIDA/x"}, "key": 5}
    ),
)


def test_objects_of_a_result_are_linked_and_nothing_else_is() -> None:
    view = shown(JOB, "/dev/jobs", lambda key: f"https://signed/{key}")
    assert view["href"] == "/dev/jobs/demo.a"
    assert view["result"] == {
        "pages": [
            {
                "key": "results/AIDA/demo.a/1/p.png",
                "href": "https://signed/results/AIDA/demo.a/1/p.png",
            }
        ],
        "from": {"key": "uploads/AIDA/x"},
        "key": 5,
    }


def test_what_only_the_kit_needs_is_not_shown() -> None:
    assert not {"payload", "fence", "token", "owner", "group", "lease_until"} & set(shown(JOB, "/jobs", str))


def test_a_failed_job_says_why() -> None:
    failed = Job(
        ref=JOB.ref,
        status=Status.FAILED,
        attempt=3,
        fence=3,
        group="g",
        submitted_at=JOB.submitted_at,
        error=Failure("CardDeclined", "the card was declined"),
    )
    view = shown(failed, "/jobs", str)
    assert view["error"] == {"type": "CardDeclined", "message": "the card was declined"}
    assert "result" not in view
