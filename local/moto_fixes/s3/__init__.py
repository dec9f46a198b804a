"""Mends of moto's S3: what it refuses, whom it notifies, and whom a bucket's policy lets in."""

from local.moto_fixes.s3 import (
    bucket_names,
    bucket_policy,
    deleting_many,
    digests,
    ended_uploads,
    key_length,
    metadata_size,
    notification_reading,
    notification_settings,
    notifications,
    part_order,
    ranges,
)


def install() -> None:
    """Mend S3."""
    for mend in (
        bucket_names,
        bucket_policy,
        deleting_many,
        digests,
        ended_uploads,
        key_length,
        metadata_size,
        notification_reading,
        notification_settings,
        notifications,
        part_order,
        ranges,
    ):
        mend.install()
