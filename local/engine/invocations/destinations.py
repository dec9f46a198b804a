"""Where it is told how asynchronous invocations ended: a function's destinations, and its dead-letter queue.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from moto.moto_api._internal import mock_random
from pydantic import JsonValue

from local.clients import ClientFactory
from local.engine.environment import Outcome
from local.engine.invocations.functions import Function
from local.permissions import acting_as, role_session

#: How much of an error's message a dead letter carries, in characters.
_MESSAGE_LIMIT = 1024


@dataclass(frozen=True)
class Ended:
    """How an asynchronous invocation ended.

    Attributes:
        request_id: of all its tries.
        payload: the event, JSON.
        condition: "Success", "RetriesExhausted" or "EventAgeExceeded".
        tries: that came to an end.
        outcome: of the last of them; None if there was none.
    """

    request_id: str
    payload: bytes
    condition: str
    tries: int
    outcome: Outcome | None

    @property
    def succeeded(self) -> bool:
        """Whether the function succeeded."""
        return self.condition == "Success"


class Destinations:
    """Sends records of ended invocations, as the function's role, to wherever Lambda can send them.

    Args:
        client: returns the client of a service.
        now: tells the instant, in seconds since the epoch.
        tell: hears, of a function, what could not be sent; AWS counts it in a metric and says nothing.
    """

    def __init__(
        self, client: ClientFactory, now: Callable[[], float], tell: Callable[[str, str], None]
    ) -> None:
        self._client = client
        self._now = now
        self._tell = tell

    def report(self, function: Function, ended: Ended) -> None:
        """Tell the function's destination for such an end, and its dead-letter queue of a failure."""
        configured = function.asynchronous
        destination = configured.on_success if ended.succeeded else configured.on_failure
        with acting_as(role_session(function.role, function.name)):
            if destination is not None:
                self._try(function, destination, lambda: self._send(destination, function, ended))
            dead_letters = configured.dead_letters
            if dead_letters is not None and not ended.succeeded:
                self._try(function, dead_letters, lambda: self._bury(dead_letters, ended))

    def _try(self, function: Function, target: str, send: Callable[[], None]) -> None:
        try:
            send()
        except ClientError as error:
            self._tell(function.name, f"nothing was sent to {target}: {error}")

    def _send(self, destination: str, function: Function, ended: Ended) -> None:
        record = json.dumps(_record(function, ended, self._now()))
        match destination.split(":")[2]:
            case "sqs":
                self._client("sqs").send_message(QueueUrl=self._url(destination), MessageBody=record)
            case "sns":
                self._client("sns").publish(TopicArn=destination, Message=record)
            case "lambda":
                self._client("lambda").invoke(
                    FunctionName=destination, InvocationType="Event", Payload=record
                )
            case "events":
                result = "Success" if ended.succeeded else "Failure"
                entry = {
                    "Source": "lambda",
                    "DetailType": f"Lambda Function Invocation Result - {result}",
                    "Detail": record,
                    "Resources": [destination, f"{function.arn}:{function.version}"],
                    "EventBusName": destination,
                }
                self._client("events").put_events(Entries=[entry])
            case "s3":
                self._client("s3").put_object(
                    Bucket=destination.rpartition(":")[2],
                    Key=_key(function, self._now()),
                    Body=record.encode(),
                )
            case service:  # Lambda refuses it when it is configured
                raise NotImplementedError(f"{function.name}: nothing is sent to {destination}, of {service}")

    def _bury(self, target: str, ended: Ended) -> None:
        """Send the event itself, with its error in the attributes."""
        attributes: dict[str, Any] = {
            "RequestID": {"DataType": "String", "StringValue": ended.request_id},
            "ErrorCode": {"DataType": "Number", "StringValue": "429" if ended.outcome is None else "200"},
        }
        if ended.outcome is not None:
            message = ended.outcome.message[:_MESSAGE_LIMIT]
            attributes["ErrorMessage"] = {"DataType": "String", "StringValue": message or "none"}
        body = ended.payload.decode()
        if target.split(":")[2] == "sns":
            self._client("sns").publish(TopicArn=target, Message=body, MessageAttributes=attributes)
        else:
            self._client("sqs").send_message(
                QueueUrl=self._url(target), MessageBody=body, MessageAttributes=attributes
            )

    def _url(self, queue: str) -> str:
        with acting_as(None):
            return self._client("sqs").get_queue_url(QueueName=queue.rpartition(":")[2])["QueueUrl"]


def _record(function: Function, ended: Ended, now: float) -> Mapping[str, JsonValue]:
    instant = dt.datetime.fromtimestamp(now, dt.UTC)
    record: dict[str, JsonValue] = {
        "version": "1.0",
        "timestamp": f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03}Z",
        "requestContext": {
            "requestId": ended.request_id,
            "functionArn": f"{function.arn}:{function.version}",
            "condition": ended.condition,
            "approximateInvokeCount": ended.tries,
        },
        "requestPayload": json.loads(ended.payload),
    }
    if ended.outcome is not None:
        context: dict[str, JsonValue] = {"statusCode": 200, "executedVersion": function.version}
        if ended.outcome.failed:
            context["functionError"] = "Unhandled"
        record |= {"responseContext": context, "responsePayload": _response(ended.outcome)}
    return record


def _key(function: Function, now: float) -> str:
    instant = dt.datetime.fromtimestamp(now, dt.UTC)
    folder = f"aws/lambda/async/{function.name}/{instant:%Y/%m/%d}"
    return f"{folder}/{instant:%Y-%m-%dT%H.%M.%S}-{mock_random.uuid4()}"


def _response(outcome: Outcome) -> JsonValue:
    """Return what the function answered: bytes a handler returned stand as they are, and may be no JSON."""
    try:
        answered: JsonValue = json.loads(outcome.payload)
    except ValueError:
        return outcome.payload.decode(errors="replace")
    return answered
