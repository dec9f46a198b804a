"""AWS clients, made once per execution environment.

Plain botocore: boto3 on top of it would cost a cold start another tenth of a second and add nothing here.
"""

import functools
from typing import TYPE_CHECKING, Literal, overload

import botocore.session
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

#: A call that hangs must not eat a function's time: connect in 2 s, answer in 10 s, three tries in all.
_CONFIG = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})

#: botocore still signs links to S3 by version 2 in the oldest regions, which newer ones and KMS refuse.
_S3_CONFIG = _CONFIG.merge(Config(signature_version="s3v4"))

#: SES has no idempotency keys: a repeated call is a second mail, so nothing is repeated behind our back.
_SES_CONFIG = _CONFIG.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))

_CONFIGS = {"s3": _S3_CONFIG, "sesv2": _SES_CONFIG}


@overload
def client(service: Literal["dynamodb"]) -> "DynamoDBClient": ...
@overload
def client(service: Literal["events"]) -> "EventBridgeClient": ...
@overload
def client(service: Literal["s3"]) -> "S3Client": ...
@overload
def client(service: Literal["sesv2"]) -> "SESV2Client": ...
@overload
def client(service: Literal["sqs"]) -> "SQSClient": ...
@overload
def client(service: Literal["stepfunctions"]) -> "SFNClient": ...
@functools.cache
def client(service: str) -> object:
    """Return the client of `service`, made at the first call and kept for the environment's life."""
    return _session().create_client(service, config=_CONFIGS.get(service, _CONFIG))


@functools.cache
def _session() -> botocore.session.Session:
    return botocore.session.get_session()
