"""Mends of moto.awslambda: an invocation reaches whoever registered for it, and mappings are left alone."""

from local.moto_fixes.awslambda import event_sources, invoke, mapping_answers


def install() -> None:
    """Mend moto's Lambda."""
    for mend in (invoke, event_sources, mapping_answers):
        mend.install()
