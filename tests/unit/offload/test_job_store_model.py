"""Whatever happens in whatever order, the job store keeps its promises (DESIGN's invariants 2 and 4).

A random walk of workers, messages and owners over one job; the rules know only what a worker would know.
"""

import itertools

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from functions.offload.job import Failure, Job, JobRef, Status
from functions.offload.store import attempts, ends
from functions.offload.store.acceptance import record, retry
from functions.offload.store.table import JobTable, Refused
from tests.unit.offload.job_table import accepted

MAX_ATTEMPTS = 2
LEASE = 60.0


class JobLife(RuleBasedStateMachine):
    """One job, any number of workers that may be slow, dead or wrong about the time they have."""

    _lives = itertools.count()

    def __init__(self, table: JobTable) -> None:
        super().__init__()
        self.table = table
        self.now = 1_900_000_000.0
        self.ref: JobRef = record(self.table, accepted(f"life{next(self._lives)}")).ref
        self.workers: list[Job] = []
        self.ended_runs: dict[int, Status] = {}
        self.attempts: dict[int, int] = {}
        self.highest_fence = 0

    @property
    def job(self) -> Job:
        job = self.table.get(self.ref.key)
        assert job is not None
        return job

    @rule(seconds=st.sampled_from([1.0, 30.0, LEASE]))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(run=st.integers(1, 3))
    def a_message_arrives(self, run: int) -> None:
        ref = JobRef(self.ref.owner, self.ref.id, self.ref.type, run)
        claim = attempts.claim(self.table, ref, now=self.now, lease_seconds=LEASE, max_attempts=MAX_ATTEMPTS)
        if isinstance(claim, attempts.Claimed):
            assert run not in self.ended_runs
            assert not self._holders(), "two workers hold one job"
            self.attempts[run] = self.attempts.get(run, 0) + 1
            self.workers.append(claim.job)

    def _holders(self) -> list[Job]:
        return [
            worker
            for worker in self.workers
            if worker.lease_until is not None
            and worker.lease_until > self.now
            and worker.fence == self.highest_fence
        ]

    @precondition(lambda self: self.workers)
    @rule(data=st.data(), succeeds=st.booleans())
    def a_worker_finishes(self, data: st.DataObject, succeeds: bool) -> None:
        worker = data.draw(st.sampled_from(self.workers))
        outcome = ends.Succeeded("1") if succeeds else Failure("Bad", "luck")
        self.workers.remove(worker)
        try:
            ended = ends.finish(self.table, worker, outcome, now=self.now)
        except Refused:
            return
        assert worker.ref.run not in self.ended_runs, "a run ended twice"
        self.ended_runs[worker.ref.run] = ended.status

    @precondition(lambda self: self.workers)
    @rule(data=st.data())
    def a_worker_gives_back(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from(self.workers))
        self.workers.remove(worker)
        attempts.give_back(self.table, worker, now=self.now)

    @rule(run=st.integers(1, 3))
    def somebody_retries(self, run: int) -> None:
        before = self.job
        after = retry(self.table, JobRef(self.ref.owner, self.ref.id, self.ref.type, run))
        if after is not None and after != before:
            assert before.status is Status.FAILED
            assert after.ref.run == run + 1

    @rule()
    def the_owner_cancels(self) -> None:
        before = self.job
        try:
            after = ends.cancel(self.table, self.ref.key, now=self.now)
        except Refused:
            assert before.status.ended
            return
        if after.status is Status.CANCELLED:
            assert before.status is Status.PENDING
            self.ended_runs[after.ref.run] = after.status

    @invariant()
    def attempts_are_bounded(self) -> None:
        assert all(count <= MAX_ATTEMPTS for count in self.attempts.values())

    @invariant()
    def the_fence_never_falls(self) -> None:
        fence = self.job.fence
        assert fence >= self.highest_fence
        self.highest_fence = fence

    @invariant()
    def only_an_ended_job_expires(self) -> None:
        item = self.table.client.get_item(TableName="jobs", Key={"key": {"S": self.ref.key}})["Item"]
        assert ("expires_at" in item) == self.job.status.ended
        assert ("failed_shard" in item) == (self.job.status is Status.FAILED)


def test_whatever_happens_one_worker_holds_a_job_and_a_run_ends_once(table: JobTable) -> None:
    class LifeInTheTable(JobLife):
        def __init__(self) -> None:
            super().__init__(table)

    run_state_machine_as_test(
        LifeInTheTable, settings=settings(max_examples=8, stateful_step_count=20, deadline=None)
    )
