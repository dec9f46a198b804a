"""Mends of moto's S3."""

from local.moto_fixes.s3 import bucket_policy


def install() -> None:
    """Mend S3."""
    bucket_policy.install()
