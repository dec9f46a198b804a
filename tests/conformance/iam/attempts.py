"""A function that tries one AWS call in the name of its role, and says how that ended."""

import json
from dataclasses import dataclass
from typing import Any

from tests.conformance.aws import Aws, Statement

TRIES = """
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

def handle(event, context):
    config = Config(signature_version="s3v4") if "sign" in event else None
    client = boto3.client(event["service"], config=config)
    if "sign" in event:
        return client.generate_presigned_url(event["sign"], Params=event["parameters"])
    try:
        answer = getattr(client, event["operation"])(**event["parameters"])
    except ClientError as error:
        return {**error.response["Error"], "Status": error.response["ResponseMetadata"]["HTTPStatusCode"]}
    return {"Arn": answer.get("Arn")}
"""


@dataclass(frozen=True)
class Attempt:
    """How a call ended: with `code` and `message` of its error, "" where it succeeded."""

    code: str = ""
    message: str = ""
    status: int = 200
    arn: str = ""


class Caller:
    """A function with a role of its own.

    Args:
        statements: what the role may do.
    """

    def __init__(self, aws: Aws, *statements: Statement) -> None:
        self._aws = aws
        self.role = aws.role(*(statements or [allow("ec2:DescribeRegions", "*")]))
        self.function = aws.function(TRIES, self.role)

    @property
    def arn(self) -> str:
        """Who the function is when it calls."""
        name = self.role.rpartition("/")[2]
        return f"arn:aws:sts::{self._aws.account}:assumed-role/{name}/{self.function}"

    def attempt(self, service: str, operation: str, **parameters: Any) -> Attempt:
        """Try a call."""
        event = {"service": service, "operation": operation, "parameters": parameters}
        answer = self._invoke(event)
        return Attempt(
            answer.get("Code", ""),
            answer.get("Message", ""),
            answer.get("Status", 200),
            answer.get("Arn") or "",
        )

    def sign(self, operation: str, **parameters: Any) -> str:
        """Make a presigned URL of an operation of S3."""
        return str(self._invoke({"service": "s3", "sign": operation, "parameters": parameters}))

    def _invoke(self, event: object) -> Any:
        answer = self._aws.client("lambda").invoke(FunctionName=self.function, Payload=json.dumps(event))
        return json.loads(answer["Payload"].read())


def allow(action: Any, resource: Any, **more: Any) -> Statement:
    """Return a statement that allows."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any, **more: Any) -> Statement:
    """Return a statement that denies."""
    return {**allow(action, resource, **more), "Effect": "Deny"}


def policy(*statements: Statement) -> str:
    """Return a policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
