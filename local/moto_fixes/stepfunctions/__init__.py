"""Mends of moto.stepfunctions: the interpreter on the hub's clock and turn, and what it gets wrong."""

from local.moto_fixes.stepfunctions import (
    answers,
    batch_integration,  # noqa: F401 - first of all that imports moto's parser
    caches,
    chance,
    copies,
    data_limit,
    error_names,
    json_paths,
    lambda_errors,
    nested_errors,
    query_language,
    quiet,
    sizes,
    starting,
    state_errors,
    status_events,
    stopping,
    task_clients,
    task_errors,
    task_parameters,
    task_services,
    tasks,
    timeouts,
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
        timeouts,
        starting,
        stopping,
        answers,
        error_names,
        tokens,
        status_events,
        query_language,
        json_paths,
        state_errors,
        lambda_errors,
        task_clients,
        task_services,
        task_parameters,
        task_errors,
        nested_errors,
        wildcards,
        sizes,
        data_limit,
        caches,
        copies,
        quiet,
    ):
        mend.install()
