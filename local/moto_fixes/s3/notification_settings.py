"""moto lets a bucket notify whom it cannot reach, and notify twice of one change.

moto 5.2.5, `s3/models.py: FakeBucket.set_notification_configuration` checks the destinations' region alone;
a test message that no queue takes is lost without a word. Can go when moto validates the
destinations.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html

Shown by test_a_destination_that_s3_cannot_reach_is_refused
in tests/conformance/s3_notifications/test_notifications.py.
"""

import itertools
import json
from collections.abc import Iterable
from typing import Any, Final

import moto.s3.notifications
from botocore.exceptions import ClientError
from moto.core.utils import iso_8601_datetime_with_milliseconds
from moto.moto_api._internal import mock_random
from moto.s3.exceptions import InvalidArgumentError
from moto.s3.models import FakeBucket, Notification

from local.clients import client
from local.moto_fixes.mend import replace
from local.moto_fixes.s3.object_change import EVENTS
from local.permissions import Principal, acting_as, is_allowed, service_principal

_moto_set = FakeBucket.set_notification_configuration

CANNOT_VALIDATE: Final = "Unable to validate the following destination configurations"
OVERLAP: Final = (
    "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules "
    "if the prefixes are overlapping for the same event type."
)


def install() -> None:
    """Mend moto."""
    replace(FakeBucket, "set_notification_configuration", _set)
    replace(moto.s3.notifications, "send_test_event", _send_test_event)


def _set(bucket: FakeBucket, configuration: dict[str, Any] | None) -> None:
    before = bucket.notification_configuration
    try:
        _moto_set(bucket, configuration)
    except Exception:
        bucket.notification_configuration = before  # it was refused
        raise


def _send_test_event(account_id: str, bucket: FakeBucket) -> None:  # noqa: ARG001 - as moto calls it
    """Check a new configuration; queues and topics are sent a message to see whether it arrives."""
    wanted = bucket.notification_configuration
    if wanted is None:
        return
    every = [*wanted.topic, *wanted.queue, *wanted.cloud_function]
    for event in sorted({event for configured in every for event in configured.events}):
        if not any(event == told or _covers(event, told) for told in EVENTS):
            raise InvalidArgumentError(f"the local runtime never tells of {event}", "Event", event)
    if any(_overlap(one, other) for one, other in itertools.combinations(every, 2)):
        raise InvalidArgumentError(OVERLAP, "NotificationConfiguration", bucket.name)
    message = json.dumps(
        {
            "Service": "Amazon S3",
            "Event": "s3:TestEvent",
            "Time": iso_8601_datetime_with_milliseconds(),
            "Bucket": bucket.name,
            "RequestId": mock_random.get_random_hex(16).upper(),
            "HostId": mock_random.get_random_hex(16),
        }
    )
    for arn in _arns(every):
        try:
            _try(arn, message, service_principal("s3.amazonaws.com", source_arn=bucket.arn))
        except (ClientError, _NotPermitted):
            raise InvalidArgumentError(CANNOT_VALIDATE, arn, "null") from None


class _NotPermitted(Exception):
    """S3 may not invoke a function."""


def _try(arn: str, message: str, s3: Principal) -> None:
    """Send the test message to a destination in S3's name, or see whether it may be invoked so.

    Raises ClientError, or _NotPermitted.
    """
    name = arn.rpartition(":")[2]
    match arn.split(":")[2]:
        case "sqs":
            url = client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
            with acting_as(s3):
                # A FIFO queue, which S3 does not serve, refuses a message without a group.
                client("sqs").send_message(QueueUrl=url, MessageBody=message)
        case "sns":
            with acting_as(s3):
                client("sns").publish(TopicArn=arn, Message=message, Subject="Amazon S3 Notification")
        case _:
            client("lambda").get_function_configuration(FunctionName=arn)
            if not is_allowed(s3, "lambda:InvokeFunction", arn):
                raise _NotPermitted(arn)


def _arns(configured: Iterable[Notification]) -> list[str]:
    return list(dict.fromkeys(notification.arn for notification in configured))


def _overlap(one: Notification, other: Notification) -> bool:
    """Tell whether two configurations would both notify of the same change of the same key."""
    same_event = any(a == b or _covers(a, b) or _covers(b, a) for a in one.events for b in other.events)
    (prefix, suffix), (other_prefix, other_suffix) = _filter(one), _filter(other)
    return (
        same_event
        and (prefix.startswith(other_prefix) or other_prefix.startswith(prefix))
        and (suffix.endswith(other_suffix) or other_suffix.endswith(suffix))
    )


def _covers(wide: str, narrow: str) -> bool:
    return wide.endswith(":*") and narrow.startswith(wide[:-1])


def _filter(notification: Notification) -> tuple[str, str]:
    rules = (notification.filters.get("S3Key") or {}).get("FilterRule") or []
    values = {rule["Name"].lower(): rule["Value"] or "" for rule in rules}
    return values.get("prefix", ""), values.get("suffix", "")
