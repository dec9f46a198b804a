"""Mails, and the queue at which the tests hear what becomes of them."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws, Queue
from tests.conformance.eventbridge.buses import queue_for, rule, take

#: How long it may take until an event of a mail is there, in seconds.
SOON = 60.0

SUCCESS, BOUNCE, COMPLAINT, OUT_OF_OFFICE, SUPPRESSED = (
    f"{name}@simulator.amazonses.com"
    for name in ("success", "bounce", "complaint", "ooto", "suppressionlist")
)


def send(aws: Aws, sender: str, to: Sequence[str], **more: Any) -> str:
    """Send a simple mail; return SES's id of it."""
    answer = aws.client("sesv2").send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": to},
        Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": {"Text": {"Data": "Hello"}}}},
        **more,
    )
    return answer["MessageId"]


@contextmanager
def refused(code: str, *, saying: str = "") -> Iterator[None]:
    """Expect SES to refuse what is done within."""
    with pytest.raises(ClientError) as caught:
        yield
    error = caught.value.response["Error"]
    assert (error["Code"], saying in error["Message"]) == (code, True), error


class Told:
    """A configuration set, and a queue to which the default bus brings all that becomes of its mails.

    Args:
        kinds: of events that SES tells of.
    """

    def __init__(self, aws: Aws, *kinds: str) -> None:
        self._aws = aws
        self.configuration_set = aws.unique("told")
        self._queue: Queue = queue_for(aws)
        ses: Any = aws.client("sesv2")
        ses.create_configuration_set(ConfigurationSetName=self.configuration_set)
        ses.create_configuration_set_event_destination(
            ConfigurationSetName=self.configuration_set,
            EventDestinationName="bus",
            EventDestination={
                "Enabled": True,
                "MatchingEventTypes": list(kinds),
                "EventBridgeDestination": {
                    "EventBusArn": f"arn:aws:events:{aws.region}:{aws.account}:event-bus/default"
                },
            },
        )
        pattern = {
            "source": ["aws.ses"],
            "detail": {"mail": {"tags": {"ses:configuration-set": [self.configuration_set]}}},
        }
        rule(aws, pattern, self._queue.arn)

    def events(self, expected: int) -> list[Any]:
        """Wait for so many events, and return them by their kind."""
        heard: list[Any] = []

        def all_there() -> bool:
            heard.extend(json.loads(message["Body"]) for message in take(self._aws, self._queue))
            return len(heard) >= expected

        self._aws.eventually(all_there, within=SOON)
        return sorted(heard, key=lambda event: str(event["detail-type"]))
