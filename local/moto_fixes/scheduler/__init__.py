"""Mends of moto.scheduler: which schedules there can be."""

from local.moto_fixes.scheduler import schedules


def install() -> None:
    """Mend moto's EventBridge Scheduler."""
    schedules.install()
