"""Mends of moto.stepfunctions: the interpreter on the hub's clock and turn, and what it gets wrong."""

from local.moto_fixes.stepfunctions import (
    answers,
    caches,
    chance,
    copies,
    data_limit,
    error_names,
    nested_errors,
    quiet,
    roles,
    starting,
    status_events,
    stopping,
    tasks,
    tokens,
    waits,
    wildcards,
)


def install() -> None:
    """Mend moto's Step Functions."""
    for mend in (
        tasks,
        chance,
        waits,
        starting,
        stopping,
        answers,
        error_names,
        tokens,
        status_events,
        nested_errors,
        wildcards,
        data_limit,
        caches,
        copies,
        quiet,
        roles,
    ):
        mend.install()
