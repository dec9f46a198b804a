"""Mends of moto.events: what a pattern means, which rules an event reaches, which targets a rule may have."""

from local.moto_fixes.events import patterns, publishing, rules, sources, targets


def install() -> None:
    """Mend moto's EventBridge."""
    for mend in (patterns, publishing, rules, sources, targets):
        mend.install()
