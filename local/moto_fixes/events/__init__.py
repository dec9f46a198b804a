"""Mends of moto.events: which rules an event reaches, and what their queues receive."""

from local.moto_fixes.events import delivery, sources


def install() -> None:
    """Mend moto's EventBridge."""
    for mend in (delivery, sources):
        mend.install()
