"""Brings an event to the target of a rule, with the input the target asks for.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_sqs import SQSClient


class UnsupportedTarget(RuntimeError):
    """A rule has a target the engine cannot bring events to."""


class EventTargets:
    """Brings events to queues and functions.

    Args:
        sqs: a client of SQS.
        lambda_: a client of Lambda.
    """

    def __init__(self, sqs: "SQSClient", lambda_: "LambdaClient") -> None:
        self._sqs = sqs
        self._lambda = lambda_
        self._urls: dict[str, str] = {}

    def deliver(self, target: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        """Bring `event` to a target, as a rule describes it. Raises UnsupportedTarget."""
        arn, body = target["Arn"], _input(target, event)
        match arn.split(":")[2]:
            case "sqs":
                # A FIFO queue gets no deduplication id: its deduplication has to be by content.
                group = target.get("SqsParameters", {})
                self._sqs.send_message(QueueUrl=self._url(arn), MessageBody=body, **group)
            case "lambda":
                self._lambda.invoke(FunctionName=arn, InvocationType="Event", Payload=body)
            case _:
                raise UnsupportedTarget(f"no events are brought to {arn}")

    def _url(self, queue: str) -> str:
        if queue not in self._urls:
            self._urls[queue] = self._sqs.get_queue_url(QueueName=queue.rpartition(":")[2])["QueueUrl"]
        return self._urls[queue]


def _input(target: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        value: object = event
        for name in target["InputPath"].removeprefix("$").split(".")[1:]:
            value = value[name] if isinstance(value, Mapping) else None
        return json.dumps(value)
    if "InputTransformer" in target:
        raise UnsupportedTarget(f"input transformers are not applied: target {target['Id']}")
    return json.dumps(event)
