"""The stack of what every workload needs; it holds nothing that cannot be made anew.

It knows the workloads' queues and functions by their names alone, so that a workload comes and goes without
an export that is in use.
"""

from collections.abc import Sequence

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_events as events
from constructs import Construct

from infra.constructs.alarm_topic import AlarmTopic
from infra.constructs.alarms import Alarms
from infra.constructs.api.job_api import JobApi
from infra.constructs.dashboard import Dashboard
from infra.constructs.foundation import Foundation
from infra.constructs.intake import Intake, make_intake_queue
from infra.constructs.publisher import Publisher
from infra.constructs.queues_by_name import QueuePair, queues_by_name
from infra.constructs.settle import Settle
from infra.constructs.shared_layer import make_shared_layer
from infra.constructs.submitter import Submitter
from infra.constructs.sweep import Sweep
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.workload.job_types import WorkflowType
from infra.workload.stream import Stream
from infra.workload.workload import Workload


class KitStack(Stack):
    """The API, intake, settle, the sweep, the bus and the alarms' topic of a stage.

    Args:
        settings: the stage's.
        catalog: the workloads.
        data: the stack that holds the stage's data.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        catalog: Sequence[Workload],
        data: DataStack,
    ) -> None:
        super().__init__(scope, construct_id, description="Offload: API, intake, events")
        topic = AlarmTopic(self, "Alarms", settings=settings).topic
        alarms = Alarms(self, "Watch", settings=settings, topic=topic)
        intake_queue = make_intake_queue(self, "IntakeQueue", settings=settings, alarms=alarms)
        bus = events.EventBus(self, "Events", event_bus_name=settings.bus_name)
        foundation = Foundation(
            settings=settings,
            job_store=data.job_store,
            bucket=data.bucket,
            layer=make_shared_layer(self, "Layer", settings=settings),
            alarms=alarms,
            intake=intake_queue.queue,
            bus=bus,
        )
        fifo = {name: fifo for workload in catalog for name, fifo in workload.queues()}
        of_workloads = {
            name: queues_by_name(self, settings=settings, short_name=name, fifo=fifo[name]) for name in fifo
        }
        job_types = [job_type for workload in catalog for job_type in workload.job_types]
        work_queues = {job_type.name: of_workloads[job_type.name] for job_type in job_types}
        workflows = [job_type.name for job_type in job_types if isinstance(job_type, WorkflowType)]
        Intake(self, "Intake", foundation=foundation, queue=intake_queue, work_queues=work_queues)
        sweep = Sweep(self, "Sweep", foundation=foundation, work_queues=work_queues, workflows=workflows)
        queues: dict[str, QueuePair] = {"intake": intake_queue, **of_workloads, "sweep": sweep.source}
        if workflows:
            settle = Settle(self, "Settle", foundation=foundation, workflows=workflows)
            queues["settle"] = settle.source
            alarms.watch_compensations()
        Publisher(self, "Publisher", foundation=foundation)
        submitter = Submitter(self, "Submitter", foundation=foundation, catalog=catalog)
        queues["submitter"] = submitter.source
        api = JobApi(self, "JobApi", foundation=foundation, catalog=catalog)
        Dashboard(
            self,
            "Dashboard",
            settings=settings,
            api=api.rest_api,
            queues=queues,
            streams=[
                workload.short_name(stream.name) for workload in catalog for stream in workload.of(Stream)
            ],
        )

        CfnOutput(self, "ApiUrl", value=api.rest_api.url, description="Where the API is served")
        CfnOutput(self, "IntakeQueueUrl", value=intake_queue.queue.queue_url)
        CfnOutput(self, "EventBusName", value=bus.event_bus_name)
        CfnOutput(self, "AlarmTopicArn", value=topic.topic_arn)
