"""boto3 clients of whichever endpoint is tested: they serialize and sign as in any other program.

In this process moto lies in wait for every client; those made here pass it by.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, overload

import boto3
import botocore.session
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.handlers import BUILTIN_HANDLERS

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient
    from mypy_boto3_sts import STSClient

#: Presigned URLs are of Signature Version 2 unless one asks, which new buckets do not take.
_SIGNED_AS_NOW = Config(signature_version="s3v4")

#: Answers a signed request in the network's place.
Door = Callable[[AWSPreparedRequest], AWSResponse]


class Clients(Protocol):
    """Returns the client of a service, by boto3's name for it; the same one each time."""

    @overload
    def __call__(self, service: Literal["apigateway"]) -> "APIGatewayClient": ...
    @overload
    def __call__(self, service: Literal["dynamodb"]) -> "DynamoDBClient": ...
    @overload
    def __call__(self, service: Literal["events"]) -> "EventBridgeClient": ...
    @overload
    def __call__(self, service: Literal["iam"]) -> "IAMClient": ...
    @overload
    def __call__(self, service: Literal["kinesis"]) -> "KinesisClient": ...
    @overload
    def __call__(self, service: Literal["lambda"]) -> "LambdaClient": ...
    @overload
    def __call__(self, service: Literal["logs"]) -> "CloudWatchLogsClient": ...
    @overload
    def __call__(self, service: Literal["s3"]) -> "S3Client": ...
    @overload
    def __call__(self, service: Literal["scheduler"]) -> "EventBridgeSchedulerClient": ...
    @overload
    def __call__(self, service: Literal["sesv2"]) -> "SESV2Client": ...
    @overload
    def __call__(self, service: Literal["sns"]) -> "SNSClient": ...
    @overload
    def __call__(self, service: Literal["sqs"]) -> "SQSClient": ...
    @overload
    def __call__(self, service: Literal["stepfunctions"]) -> "SFNClient": ...
    @overload
    def __call__(self, service: Literal["sts"]) -> "STSClient": ...
    @overload
    def __call__(self, service: str) -> Any: ...  # boto3 makes the classes of clients at run time


def open_session(
    region: str, keys: tuple[str, str] | None = None, door: Door | None = None
) -> botocore.session.Session:
    """Return a session whose clients talk to the network, or to `door`.

    Args:
        region: the AWS region.
        keys: access key and secret; by default those of the environment.
        door: what answers instead of the network.
    """
    session = botocore.session.Session()
    session.set_config_variable("region", region)
    if keys is not None:
        session.set_credentials(*keys)
    for event, handler, *_ in BUILTIN_HANDLERS:
        if event == "before-send":
            session.unregister(event, handler)
    if door is not None:
        session.register("before-send", lambda request, **_: door(request))  # type: ignore[arg-type]
    return session


def clients(session: botocore.session.Session, url: str | None, config: Config) -> Clients:
    """Return the clients of a session at an endpoint, AWS's own unless a URL is given."""
    boto = boto3.Session(botocore_session=session)

    @cache
    def client(service: str) -> Any:
        chosen = config.merge(_SIGNED_AS_NOW) if service == "s3" else config
        return boto.client(service, endpoint_url=url, config=chosen)  # type: ignore[call-overload]

    return client
