"""Trouble before the state machine has begun: the job is tried again, redriven, or told why it cannot be."""

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.ingest.analysts import Analyst
from tests.flow.ingest.sales import PAYLOAD, sales


def test_a_job_whose_execution_is_refused_time_and_again_is_in_the_dlq_and_runs_once_redriven(
    analyst: Analyst, stack: LocalStack
) -> None:
    account = Account(stack)
    stack.faults.fail_call(
        "ingest-starter",
        "stepfunctions",
        "StartExecution",
        error="AccessDeniedException",
        status=400,
        times=3,
    )
    job = analyst.begin(sales(20).encode())

    failed = analyst.follow(job)
    (dead,) = account.messages("ingest-dlq")
    account.redrive("ingest")
    redriven = analyst.follow(job, run=2)

    assert (failed.status, failed.attempt) == ("FAILED", 3)
    assert dead.json["id"] == job
    assert redriven.status == "SUCCEEDED"


def test_a_payload_too_large_for_the_job_store_reaches_the_plan_which_judges_it(
    analyst: Analyst, stack: LocalStack
) -> None:
    payload = {**PAYLOAD, "upload": "uploads/a/b/c", "columns": PAYLOAD["columns"] * 400}
    Account(stack).send_to_intake(
        {
            "kind": "submission",
            "owner": analyst.user.user_id,
            "id": "ingest.large",
            "type": "ingest",
            "submitted_at": int(stack.hub.now() * 1000),
            "payload": payload,
        }
    )

    job = analyst.follow("ingest.large")

    assert job.failure == "InvalidPayload", job.error
