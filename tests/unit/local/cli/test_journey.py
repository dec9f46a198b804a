"""A job's way as it is shown, also where it comes to a standstill."""

import io

from rich.console import Console

from local.cli import journey
from local.cli.job import Job
from local.cli.trail import Trail


def job(status: str) -> Job:
    return Job.model_validate(
        {"id": "greet.1", "type": "greet", "status": status, "href": "/jobs/greet.1", "run": 1, "attempt": 0}
    )


def test_a_job_that_stands_still_is_shown_with_what_went_wrong_meanwhile_each_thing_once() -> None:
    trail, out = Trail(), io.StringIO()
    trail.hear("greet", "[ERROR] Runtime.ImportModuleError: No module named 'nosuch'")
    trail.hear("greet", "[ERROR] Runtime.ImportModuleError: No module named 'nosuch'")
    trail.hear("permissions", "User: x is not authorized to perform: sqs:sendmessage on resource: q")
    trail.hear("greet", "a line as any other")

    changes = [job("PENDING"), job("PENDING"), job("PENDING"), job("SUCCEEDED")]
    journey.show(Console(file=out, width=100), changes, trail.trouble)

    shown = [line.rstrip() for line in out.getvalue().splitlines()]
    assert shown[1:3] == [
        "  ! greet: [ERROR] Runtime.ImportModuleError: No module named 'nosuch'",
        "  ! permissions: User: x is not authorized to perform: sqs:sendmessage on resource: q",
    ]
    assert len(shown) == 4
    assert shown[0].startswith("  PENDING")
    assert shown[3].startswith("  SUCCEEDED")


def test_a_job_on_its_way_is_shown_in_one_line() -> None:
    out = io.StringIO()
    changes = [job("PENDING"), job("RUNNING"), job("SUCCEEDED")]
    journey.show(Console(file=out, width=100), changes)
    assert out.getvalue().count("\n") == 1
