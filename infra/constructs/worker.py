"""A job type that a Lambda function does."""

from constructs import Construct

from infra.constructs.work_queue import WorkQueue
from infra.workload.grant import Surroundings
from infra.workload.job_types import WorkerType


class Worker(Construct):
    """The queue, the DLQ and the worker of one job type.

    Args:
        job_type: the entry of the catalog.
        surroundings: what its workload has around it.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        job_type: WorkerType,
        surroundings: Surroundings,
    ) -> None:
        super().__init__(scope, construct_id)
        work = WorkQueue(
            self,
            "Work",
            foundation=surroundings.foundation,
            job_type=job_type,
            ordered=job_type.ordered,
            short_name=job_type.name,
            module=f"{surroundings.workload}.{job_type.module}",
            environment=job_type.environment,
        )
        for grant in job_type.grants:
            grant.give(work.consumer, surroundings)
