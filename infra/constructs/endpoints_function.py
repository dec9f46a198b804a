"""The function behind a workload's routes; the API, in the kit's stack, calls it by its name."""

from constructs import Construct

from infra.constructs.python_function import PythonFunction
from infra.workload.endpoints import Endpoints
from infra.workload.grant import Surroundings


def make_endpoints_function(
    scope: Construct, construct_id: str, *, entry: Endpoints, surroundings: Surroundings
) -> PythonFunction:
    """The function of an entry.

    Args:
        scope: what it belongs to.
        construct_id: its name there.
        entry: of the catalog.
        surroundings: what its workload has around it.
    """
    settings = surroundings.foundation.settings
    function = PythonFunction(
        scope,
        construct_id,
        foundation=surroundings.foundation,
        short_name=f"{surroundings.workload}-{entry.module}",
        module=f"{surroundings.workload}.{entry.module}",
        timeout_seconds=entry.timeout_seconds,
        memory_mb=entry.memory_mb,
        environment={"OWNER_FROM": settings.owner_from, **entry.environment},
    )
    for grant in entry.grants:
        grant.give(function, surroundings)
    return function
