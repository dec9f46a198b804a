"""boto3 clients of the local AWS, for everything in `local/` and for tests.

A client holds no state of a stack, and making one is slow: there is one of each per process. Made only after
the hooks of `local.engine.aws_calls` are in place.
"""

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, overload

import boto3
from botocore.config import Config

from local.account import REGION

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

#: Nothing here fails in transit, so an error is an answer; and moto knows no hosts named after accounts.
_CONFIG = Config(retries={"total_max_attempts": 1}, account_id_endpoint_mode="disabled")


class ClientFactory(Protocol):
    """Returns the client of a service, by boto3's name for it."""

    @overload
    def __call__(self, service: Literal["dynamodb"]) -> "DynamoDBClient": ...
    @overload
    def __call__(self, service: Literal["kinesis"]) -> "KinesisClient": ...
    @overload
    def __call__(self, service: Literal["lambda"]) -> "LambdaClient": ...
    @overload
    def __call__(self, service: Literal["logs"]) -> "CloudWatchLogsClient": ...
    @overload
    def __call__(self, service: Literal["s3"]) -> "S3Client": ...
    @overload
    def __call__(self, service: Literal["sns"]) -> "SNSClient": ...
    @overload
    def __call__(self, service: Literal["sqs"]) -> "SQSClient": ...
    @overload
    def __call__(self, service: Literal["stepfunctions"]) -> "SFNClient": ...
    @overload
    def __call__(self, service: str) -> Any: ...  # boto3 makes the classes of clients at run time


@cache
def _client(service: str) -> Any:
    return _session().client(service, config=_CONFIG)  # type: ignore[call-overload]


@cache
def _session() -> boto3.Session:
    return boto3.Session(region_name=REGION, aws_access_key_id="local", aws_secret_access_key="local")


client: ClientFactory = _client
