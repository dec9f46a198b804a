"""A change of an object, as S3's notifications and its events on EventBridge tell it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus

#: The kinds of change that are told here, and what EventBridge is told of each: the event's type, and why.
EVENTS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "s3:ObjectCreated:Put": ("Object Created", {"reason": "PutObject"}),
    "s3:ObjectCreated:Post": ("Object Created", {"reason": "POST Object"}),
    "s3:ObjectCreated:Copy": ("Object Created", {"reason": "CopyObject"}),
    "s3:ObjectCreated:CompleteMultipartUpload": ("Object Created", {"reason": "CompleteMultipartUpload"}),
    "s3:ObjectRemoved:Delete": (
        "Object Deleted",
        {"reason": "DeleteObject", "deletion-type": "Permanently Deleted"},
    ),
    "s3:ObjectRemoved:DeleteMarkerCreated": (
        "Object Deleted",
        {"reason": "DeleteObject", "deletion-type": "Delete Marker Created"},
    ),
}


@dataclass(frozen=True)
class ObjectChange:
    """A change of an object.

    Attributes:
        event: the kind of change, such as "s3:ObjectCreated:Put".
        time: when it happened, as notifications write it.
        account: the number of the account that made it.
        region: of the bucket.
        bucket: the bucket's name.
        key: the object's.
        size: in bytes; None where the object is gone.
        etag: without quotation marks; None where the object is gone.
        version: the object's version id; None where the bucket keeps no versions.
        sequencer: rises with the changes of a bucket.
        request: the id of the request that made it.
    """

    event: str
    time: str
    account: str
    region: str
    bucket: str
    key: str
    size: int | None
    etag: str | None
    version: str | None
    sequencer: str
    request: str

    def notification(self, configuration: str) -> dict[str, object]:
        """Return the notification for a destination; `configuration` is the id it was configured under."""
        told = {
            "key": quote_plus(self.key, safe="/"),
            "size": self.size,
            "eTag": self.etag,
            "versionId": self.version,
            "sequencer": self.sequencer,
        }
        record = {
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "awsRegion": self.region,
            "eventTime": self.time,
            "eventName": self.event.removeprefix("s3:"),
            "userIdentity": {"principalId": f"AWS:{self.account}"},
            "requestParameters": {"sourceIPAddress": "127.0.0.1"},
            "responseElements": {"x-amz-request-id": self.request, "x-amz-id-2": self.request},
            "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": configuration,
                "bucket": {
                    "name": self.bucket,
                    "ownerIdentity": {"principalId": self.account},
                    "arn": f"arn:aws:s3:::{self.bucket}",
                },
                "object": {name: value for name, value in told.items() if value is not None},
            },
        }
        return {"Records": [record]}

    def detail(self) -> dict[str, object]:
        """Return the detail of the event on EventBridge, where the key stands as it is."""
        told = {
            "key": self.key,
            "size": self.size,
            "etag": self.etag,
            "version-id": self.version,
            "sequencer": self.sequencer,
        }
        return {
            "version": "0",
            "bucket": {"name": self.bucket},
            "object": {name: value for name, value in told.items() if value is not None},
            "request-id": self.request,
            "requester": self.account,
            "source-ip-address": "127.0.0.1",
            **EVENTS[self.event][1],
        }
