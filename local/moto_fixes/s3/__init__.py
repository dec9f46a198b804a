"""Mends of moto's S3."""

from local.moto_fixes.s3 import secure_transport


def install() -> None:
    """Mend S3."""
    secure_transport.install()
