"""moto notifies within the call that changes an object, swallows what goes wrong, and tells half of it.

moto 5.2.5, `s3/notifications.py: send_event` and `s3/models.py: S3Backend.delete_object`: notifications lack
their sequencer, version and origin, and write a key's slashes as %2F; EventBridge is told on every bus, with
made-up values; a delete marker, and the end of one version of several, are not told at all; an upload in
parts is told twice, and every new object as a change of its ACL as well. Here notices go to whoever
registered with `set_notifier`, events to the default bus, and objects that come and go are told of, no
changes of their tags or ACLs. Can go when moto tells as S3 does.

Shown by test_a_record_tells_what_happened_to_which_object
in tests/conformance/s3_notifications/test_notifications.py.
"""

import json
from typing import Any, Final

import moto.s3.notifications
from moto.core.utils import iso_8601_datetime_with_milliseconds
from moto.events.models import events_backends
from moto.moto_api._internal import mock_random
from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, S3Backend
from moto.s3.notifications import S3NotificationEvent

from local.moto_fixes.events.publishing import new_event, publish
from local.moto_fixes.mend import replace
from local.moto_fixes.s3.notices import Notice, notify
from local.moto_fixes.s3.object_change import EVENTS, ObjectChange

PUT: Final = "s3:ObjectCreated:Put"
DELETED: Final = "s3:ObjectRemoved:Delete"
MARKED: Final = "s3:ObjectRemoved:DeleteMarkerCreated"

_moto_delete_object = S3Backend.delete_object


def install() -> None:
    """Mend moto."""
    replace(moto.s3.notifications, "send_event", _send_event)
    replace(S3Backend, "delete_object", _delete_object)


def _send_event(account_id: str, event_name: S3NotificationEvent, bucket: FakeBucket, key: FakeKey) -> None:
    # What has been deleted is told by `_delete_object`, which knows more of it; and an upload in parts, which
    # moto puts together by a put of its own, when it is complete.
    if event_name.value != DELETED and not (event_name.value == PUT and key.multipart is not None):
        _tell(account_id, event_name.value, bucket, key)


def _delete_object(
    backend: S3Backend, bucket_name: str, key_name: str, version_id: str | None = None, bypass: bool = False
) -> tuple[bool, dict[str, Any]]:
    bucket = backend.get_bucket(bucket_name)
    versions = [key for key in bucket.keys.getlist(key_name, []) if _is_version(key, version_id)]
    deleted, headers = _moto_delete_object(backend, bucket_name, key_name, version_id, bypass)
    if deleted and bucket.is_versioned and version_id is None:
        _tell(backend.account_id, MARKED, bucket, bucket.keys.getlist(key_name)[-1])
    elif deleted and versions:
        _tell(backend.account_id, DELETED, bucket, versions[-1])
    return deleted, headers


def _is_version(key: FakeKey | FakeDeleteMarker, version_id: str | None) -> bool:
    return version_id is None or str(key.version_id) == version_id


def _tell(account: str, event: str, bucket: FakeBucket, key: FakeKey | FakeDeleteMarker) -> None:
    """Tell the destinations that want to know of a change, and EventBridge if the bucket says so."""
    wanted = bucket.notification_configuration
    if wanted is None or event not in EVENTS:
        return
    change = _change(account, event, bucket, key)
    for configured in (*wanted.cloud_function, *wanted.queue, *wanted.topic):
        if configured.matches(event, key.name):
            body = json.dumps(change.notification(configured.id))
            notify(Notice(bucket.arn, configured.arn, body))
    if wanted.event_bridge is not None:
        bus = events_backends[account][bucket.region_name].event_buses["default"]
        told = new_event(
            account=account,
            region=bucket.region_name,
            source="aws.s3",
            detail_type=EVENTS[event][0],
            detail=change.detail(),
            resources=[bucket.arn],
        )
        publish(bus, told)


def _change(account: str, event: str, bucket: FakeBucket, key: FakeKey | FakeDeleteMarker) -> ObjectChange:
    there = isinstance(key, FakeKey) and event != DELETED
    return ObjectChange(
        event=event,
        time=iso_8601_datetime_with_milliseconds(),
        account=account,
        region=bucket.region_name,
        bucket=bucket.name,
        key=key.name,
        size=key.size if there and isinstance(key, FakeKey) else None,
        etag=key.etag.strip('"') if there and isinstance(key, FakeKey) else None,
        version=str(key.version_id) if bucket.is_versioned else None,
        sequencer=_next_sequencer(bucket),
        request=mock_random.get_random_hex(16).upper(),
    )


def _next_sequencer(bucket: FakeBucket) -> str:
    bucket.changes = getattr(bucket, "changes", 0) + 1  # type: ignore[attr-defined]  # ours
    return f"{bucket.changes:018X}"  # type: ignore[attr-defined]
