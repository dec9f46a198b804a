"""The stack of one workload: its queues, its functions, its alarms."""

from aws_cdk import Stack
from aws_cdk import aws_events as events
from constructs import Construct

from infra.constructs.alarm_topic import topic_by_name
from infra.constructs.alarms import Alarms
from infra.constructs.endpoints_function import make_endpoints_function
from infra.constructs.foundation import Foundation
from infra.constructs.mail_sender import MailSenderIdentity
from infra.constructs.queue_consumer import InnerQueueConsumer, SubscriberQueue
from infra.constructs.queues_by_name import queue_by_name
from infra.constructs.schedule_rule import ScheduleRule
from infra.constructs.shared_layer import make_shared_layer
from infra.constructs.stream import StreamConsumer
from infra.constructs.worker import Worker
from infra.constructs.workflow import Workflow
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.workload.consumers import InnerQueue, Subscriber
from infra.workload.endpoints import Endpoints
from infra.workload.grant import Surroundings
from infra.workload.job_types import WorkerType, WorkflowType
from infra.workload.mail_sender import MailSender
from infra.workload.metric_alarm import MetricAlarm
from infra.workload.schedule import Schedule
from infra.workload.silence_alarm import SilenceAlarm
from infra.workload.stream import Stream
from infra.workload.workload import Workload


class WorkloadStack(Stack):
    """What an entry of the catalog becomes, but for its routes and its table.

    Args:
        settings: the stage's.
        workload: the entry.
        data: the stack that holds the stage's data.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        workload: Workload,
        data: DataStack,
    ) -> None:
        super().__init__(scope, construct_id, description=f"Offload: {workload.name}")
        foundation = self._foundation(settings, workload, data)
        inner = {
            entry.name: queue_by_name(
                self, settings=settings, short_name=workload.short_name(entry.name), fifo=entry.fifo
            )
            for entry in workload.of(InnerQueue)
        }
        sender = next(
            (
                MailSenderIdentity(self, "MailSender", settings=settings, short_name=workload.name)
                for _ in workload.of(MailSender)
            ),
            None,
        )
        surroundings = Surroundings(
            foundation, workload.name, data.tables.get(workload.name), inner, mail_sender=sender
        )
        for part in workload.parts:
            match part:
                case WorkerType():
                    Worker(self, part.camel_name, job_type=part, surroundings=surroundings)
                case WorkflowType():
                    Workflow(self, part.camel_name, job_type=part, surroundings=surroundings)
                case InnerQueue():
                    InnerQueueConsumer(self, part.name.title(), entry=part, surroundings=surroundings)
                case Subscriber():
                    SubscriberQueue(self, part.name.title(), entry=part, surroundings=surroundings)
                case Stream():
                    StreamConsumer(self, part.name.title(), entry=part, surroundings=surroundings)
                case Endpoints():
                    make_endpoints_function(self, part.module.title(), entry=part, surroundings=surroundings)
                case Schedule():
                    short_name = workload.short_name(part.name)
                    ScheduleRule(
                        self, part.name.title(), settings=settings, short_name=short_name, entry=part
                    )
                case MetricAlarm():
                    _watch(foundation.alarms, workload, part)
                case SilenceAlarm():
                    foundation.alarms.watch_silence(
                        workload.short_name(part.name),
                        part.text,
                        part.metric,
                        {"service": part.service, **part.dimensions},
                        hours=part.hours,
                    )

    def _foundation(self, settings: Settings, workload: Workload, data: DataStack) -> Foundation:
        topic = topic_by_name(self, "AlarmTopic", settings=settings)
        return Foundation(
            settings=settings,
            job_store=data.job_store,
            bucket=data.bucket,
            # A layer of its own: another stack's version could not be replaced while this one uses it.
            layer=make_shared_layer(self, "Layer", settings=settings, short_name=f"{workload.name}-layer"),
            alarms=Alarms(self, "Watch", settings=settings, topic=topic),
            intake=queue_by_name(self, settings=settings, short_name="intake", fifo=True),
            bus=events.EventBus.from_event_bus_name(self, "Bus", settings.bus_name),
        )


def _watch(alarms: Alarms, workload: Workload, entry: MetricAlarm) -> None:
    service = {"service": entry.service} if entry.service else {}
    alarms.watch_metric(
        workload.short_name(entry.name),
        entry.text,
        entry.metric,
        {**service, **entry.dimensions},
        above=entry.above,
    )
