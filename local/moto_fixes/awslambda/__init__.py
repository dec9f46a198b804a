"""Mends of moto.awslambda: an invocation reaches whoever registered for it, and mappings are left alone."""

from local.moto_fixes.awslambda import event_sources, invoke, stream_mappings


def install() -> None:
    """Mend moto's Lambda."""
    for mend in (invoke, event_sources, stream_mappings):
        mend.install()
