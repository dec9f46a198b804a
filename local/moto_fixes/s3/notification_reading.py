"""moto does not tell that a bucket notifies EventBridge.

moto 5.2.5, `s3/responses.py: S3Response.get_bucket_notification` leaves EventBridgeConfiguration out. Can go
when it is there.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html

Shown by test_a_bucket_notifies_as_the_cdk_says_it
in tests/flow/local/provision/test_provision_s3.py.
"""

from typing import Any, Final

from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionResult
from moto.s3.models import Notification
from moto.s3.responses import S3Response

from local.moto_fixes.mend import replace

#: What the API calls each kind of destination, and how moto keeps them.
_KINDS: Final = (("Topic", "topic"), ("Queue", "queue"), ("LambdaFunction", "cloud_function"))


def install() -> None:
    """Mend moto."""
    replace(S3Response, "get_bucket_notification", _get)


def _get(response: S3Response) -> TYPE_RESPONSE:
    found = response.backend.get_bucket_notification_configuration(response.bucket_name)
    result: dict[str, Any] = {}
    if found is not None:
        for name, kept in _KINDS:
            told = [_configuration(each, f"{name}Arn") for each in getattr(found, kept)]
            if told:
                result[f"{name}Configurations"] = told
        if found.event_bridge is not None:
            result["EventBridgeConfiguration"] = {}
    response.data["Action"] = "GetBucketNotificationConfiguration"
    return response.serialized(ActionResult(result))


def _configuration(notification: Notification, arn_name: str) -> dict[str, Any]:
    told: dict[str, Any] = {"Id": notification.id, arn_name: notification.arn, "Events": notification.events}
    if notification.filters:
        told["Filter"] = {"Key": {"FilterRules": notification.filters["S3Key"]["FilterRule"]}}
    return told
