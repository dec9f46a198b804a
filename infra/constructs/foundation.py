"""What every part of a stack stands on, passed as one thing."""

from dataclasses import dataclass

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

from infra.constructs.alarms import Alarms
from infra.settings import Settings


@dataclass(frozen=True)
class Foundation:
    """What a stage has for everyone.

    Attributes:
        settings: the stage's.
        job_store: the table of jobs.
        bucket: of uploads, large payloads and results.
        layer: the stack's own version of the shared layer.
        alarms: the stack's own; they speak to the stage's one topic.
        intake: the queue that submissions and retries go to.
        bus: the stage's event bus.
    """

    settings: Settings
    job_store: dynamodb.ITable
    bucket: s3.IBucket
    layer: lambda_.ILayerVersion
    alarms: Alarms
    intake: sqs.IQueue
    bus: events.IEventBus
