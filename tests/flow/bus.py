"""Somebody on the bus: hears what is told there, and tells things, through the AWS API alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from local.account import ACCOUNT_ID, REGION
from local.stack import LocalStack

NAME = "offload-dev"


@dataclass(frozen=True)
class Told:
    """An event as a rule's target has it."""

    id: str
    source: str
    detail_type: str
    time: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Listener:
    """A queue behind a rule of the bus, from the moment it is made."""

    stack: LocalStack
    pattern: Mapping[str, object] = field(default_factory=lambda: {"source": ["offload.jobs"]})
    name: str = "listener"

    def __post_init__(self) -> None:
        sqs, events = self.stack.client("sqs"), self.stack.client("events")
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:{self.name}"
        allow = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        sqs.create_queue(QueueName=self.name, Attributes={"Policy": policy})
        events.put_rule(Name=self.name, EventBusName=NAME, EventPattern=json.dumps(self.pattern))
        events.put_targets(Rule=self.name, EventBusName=NAME, Targets=[{"Id": "queue", "Arn": arn}])

    def heard(self, *, within: float = 60) -> list[Told]:
        """Let so many seconds pass, and return all that has been heard since the last time."""
        self.stack.clock.advance(seconds=within)
        sqs = self.stack.client("sqs")
        url = sqs.get_queue_url(QueueName=self.name)["QueueUrl"]
        found = []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                body = json.loads(message["Body"])
                event = (body["id"], body["source"], body["detail-type"], body["time"], body["detail"])
                found.append(Told(*event))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found


def tell(stack: LocalStack, source: str, detail_type: str, detail: Mapping[str, object]) -> str:
    """Put an event on the bus; return its id."""
    answer = stack.client("events").put_events(
        Entries=[
            {
                "EventBusName": NAME,
                "Source": source,
                "DetailType": detail_type,
                "Detail": json.dumps(detail),
            }
        ]
    )
    assert answer["FailedEntryCount"] == 0, answer
    return str(answer["Entries"][0]["EventId"])
