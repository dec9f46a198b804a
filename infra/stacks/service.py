"""The stack that does the work; it holds nothing that cannot be made anew."""

from collections.abc import Sequence

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_events as events
from constructs import Construct

from infra.constructs.alarms import Alarms
from infra.constructs.api.job_api import JobApi
from infra.constructs.dashboard import Dashboard
from infra.constructs.foundation import Foundation
from infra.constructs.intake import Intake, make_intake_queue
from infra.constructs.job_queue import JobQueue
from infra.constructs.publisher import Publisher
from infra.constructs.settle import Settle
from infra.constructs.shared_layer import make_shared_layer
from infra.constructs.sweep import Sweep
from infra.constructs.worker import Worker
from infra.constructs.workflow import Workflow
from infra.job_types import JobType, WorkerType, WorkflowType
from infra.settings import Settings
from infra.stacks.data import DataStack


class ServiceStack(Stack):
    """The API, the queues and the functions of a stage.

    Args:
        settings: the stage's.
        catalog: the job types.
        data: the stack that holds the stage's data.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        catalog: Sequence[JobType],
        data: DataStack,
    ) -> None:
        super().__init__(scope, construct_id, description="Offload: API, queues, functions")
        foundation = Foundation(
            settings=settings,
            job_store=data.job_store,
            bucket=data.bucket,
            layer=make_shared_layer(self, "Layer", settings=settings),
            alarms=Alarms(self, "Alarms", settings=settings),
        )
        intake_queue = make_intake_queue(self, "IntakeQueue", foundation=foundation)
        workers = {
            job_type.name: Worker(
                self, job_type.camel_name, foundation=foundation, job_type=job_type, intake=intake_queue
            )
            for job_type in catalog
            if isinstance(job_type, WorkerType)
        }
        workflows = {
            job_type.name: Workflow(
                self,
                job_type.camel_name,
                foundation=foundation,
                job_type=job_type,
                intake=intake_queue,
                step_table=data.step_tables[job_type.name],
            )
            for job_type in catalog
            if isinstance(job_type, WorkflowType)
        }
        work_queues = {name: worker.source for name, worker in workers.items()}
        work_queues |= {name: workflow.source for name, workflow in workflows.items()}
        Intake(self, "Intake", foundation=foundation, queue=intake_queue, work_queues=work_queues)
        sweep = Sweep(
            self, "Sweep", foundation=foundation, work_queues=work_queues, workflows=list(workflows.values())
        )
        queues: dict[str, JobQueue] = {"intake": intake_queue, **work_queues, "sweep": sweep.source}
        if workflows:
            settle = Settle(self, "Settle", foundation=foundation, workflows=list(workflows.values()))
            queues["settle"] = settle.source
            foundation.alarms.watch_compensations()
        api = JobApi(self, "JobApi", foundation=foundation, catalog=catalog, intake=intake_queue)
        bus = events.EventBus(self, "Events", event_bus_name=f"offload-{settings.stage}")
        Publisher(self, "Publisher", foundation=foundation, bus=bus)
        Dashboard(self, "Dashboard", settings=settings, api=api.rest_api, queues=queues)

        CfnOutput(self, "ApiUrl", value=api.rest_api.url, description="Where the API is served")
        CfnOutput(self, "IntakeQueueUrl", value=intake_queue.queue.queue_url)
        CfnOutput(self, "EventBusName", value=bus.event_bus_name)
        CfnOutput(self, "AlarmTopicArn", value=foundation.alarms.topic.topic_arn)
