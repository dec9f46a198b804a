"""Mends of moto's S3: what it refuses, whom it notifies, and policies that ask for TLS."""

from local.moto_fixes.s3 import (
    bucket_names,
    deleting_many,
    digests,
    ended_uploads,
    key_length,
    metadata_size,
    notification_settings,
    notifications,
    part_order,
    secure_transport,
)


def install() -> None:
    """Mend S3."""
    for mend in (
        bucket_names,
        deleting_many,
        digests,
        ended_uploads,
        key_length,
        metadata_size,
        notification_settings,
        notifications,
        part_order,
        secure_transport,
    ):
        mend.install()
