"""Mends of moto's SNS."""

from local.moto_fixes.sns import queue_policies


def install() -> None:
    """Mend SNS."""
    queue_policies.install()
