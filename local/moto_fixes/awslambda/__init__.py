"""Mends of moto.awslambda: invocations reach who registered for them, and configurations are kept whole."""

from local.moto_fixes.awslambda import (
    configuration,
    event_invoke_config,
    event_sources,
    invoke,
    mapping_answers,
    stream_mappings,
    variables,
)


def install() -> None:
    """Mend moto's Lambda."""
    for mend in (
        invoke,
        configuration,
        event_invoke_config,
        event_sources,
        mapping_answers,
        stream_mappings,
        variables,
    ):
        mend.install()
