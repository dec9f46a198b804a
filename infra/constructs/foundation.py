"""What every part of the service stands on, passed as one thing."""

from dataclasses import dataclass

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3

from infra.constructs.alarms import Alarms
from infra.settings import Settings


@dataclass(frozen=True)
class Foundation:
    """The stage's settings, what keeps its data, the layer of its functions, and who is told of trouble."""

    settings: Settings
    job_store: dynamodb.ITable
    bucket: s3.IBucket
    layer: lambda_.ILayerVersion
    alarms: Alarms
