"""Mends of moto's S3."""

from local.moto_fixes.s3 import notification_reading, notification_settings, notifications, secure_transport


def install() -> None:
    """Mend S3."""
    for mend in (notification_reading, notification_settings, notifications, secure_transport):
        mend.install()
