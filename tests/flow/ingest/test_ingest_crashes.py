"""Trouble on the way: functions die, AWS refuses, the owner changes their mind."""

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.crash_points import crash_points
from tests.flow.deaths import Deaths, writes
from tests.flow.ingest.analysts import Analyst
from tests.flow.ingest.sales import read, sales

TEXT = sales(40, line_breaks=True)
ROWS = [row[0] for row in read(TEXT).rows]

#: The MaxConcurrency of the Map.
AT_A_TIME = 10

STEPS = ("ingest-plan", "ingest-map_chunk", "ingest-check", "ingest-merge")


def test_a_file_is_ingested_though_every_step_dies_at_each_of_its_writes(
    analyst: Analyst, stack: LocalStack, log: list[tuple[str, str]]
) -> None:
    calls = {step: stack.faults.record(step) for step in STEPS}
    undisturbed = analyst.ingest(TEXT.encode())
    made = {step: writes(recorded) for step, recorded in calls.items()}

    # One after the other: a step that is tried again dies at its next write.
    for step in STEPS:
        for point in crash_points(step, made[step]):
            point.set(stack)
    died = {step: Deaths(stack, log).of(step) for step in STEPS}
    job = analyst.ingest(TEXT.encode())

    assert job.status == "SUCCEEDED", job.error
    assert analyst.fetch(job, "parquet") == analyst.fetch(undisturbed, "parquet")
    assert analyst.fetch(job, "rejects") == analyst.fetch(undisturbed, "rejects")
    for step in STEPS:
        assert Deaths(stack, log).of(step) - died[step] == len(made[step]) + 1, step


def test_a_chunk_that_fails_time_and_again_fails_the_job_which_can_be_run_again(
    analyst: Analyst, stack: LocalStack
) -> None:
    stack.faults.fail_call("ingest-map_chunk", "s3", "PutObject", error="SlowDown", times=1000)
    job = analyst.ingest(TEXT.encode())
    assert job.failure == "ChunkFailed", job.error
    assert Account(stack).objects(f"results/AIDAALICEALICEALICE22/{job.id}/") == []

    stack.faults.clear()
    assert analyst.retry(job.id).status_code == 202
    again = analyst.follow(job.id, run=2)

    assert [str(row[0]) for row in analyst.rows(again)] == ROWS


def test_a_running_job_tells_how_far_it_has_come_and_cancelled_it_begins_no_more_chunks(
    analyst: Analyst, stack: LocalStack
) -> None:
    stack.faults.delay_call("ingest-map_chunk", "dynamodb", "GetItem", seconds=5, times=1000)
    job = analyst.begin(sales(1_500).encode())
    told = []
    for _ in range(8):
        stack.clock.advance(seconds=1)
        told.append(analyst.look(job).progress or 0)

    assert analyst.cancel(job).status_code == 202
    cancelled = analyst.follow(job)

    stack.faults.clear()
    assert told == sorted(told)
    assert told[0] == 0
    assert 0 < told[-1] < 0.9
    assert cancelled.status == "CANCELLED"
    reports = [key for key in Account(stack).objects("scratch/") if f"{job}/" in key and "report" in key]
    assert len(reports) == AT_A_TIME
