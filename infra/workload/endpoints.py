"""Routes that a function answers at once: reading what a workload has made, or telling it something small.

Work belongs into a job; a route's caller waits, for 29 seconds at most.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from infra.workload.errors import CatalogError
from infra.workload.grant import Grant


@dataclass(frozen=True, kw_only=True)
class Route:
    """A method on a path.

    Args:
        method: the HTTP method.
        path: such as `/webhooks/{id}`; it belongs to the workload, so no two workloads share its first part.
        contract: the model of a body; API Gateway refuses what does not keep it. None for a body it ignores.
    """

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    contract: type[BaseModel] | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"(/([a-z][a-z0-9_-]*|\{[a-z]+\}))+", self.path):
            raise CatalogError(f"route {self.path!r}: a path is like /webhooks/{{id}}/replay")
        if self.path.split("/")[1] in {"jobs", "uploads"}:
            raise CatalogError(f"route {self.path!r}: the kit has that path for itself")


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """The routes of a workload that one function answers: `functions/{workload}/{module}.py`.

    Args:
        module: the function's module; it is called `{workload}-{module}`.
        routes: what it answers.
        timeout_seconds: of an answer, to 29.
        memory_mb: and with it the share of a CPU.
        grants: what it may do.
        environment: what it is told beyond what its grants tell.
    """

    module: str
    routes: Sequence[Route]
    timeout_seconds: int = 10
    memory_mb: int = 512
    grants: Sequence[Grant] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", self.module):
            raise CatalogError(
                f"endpoints {self.module!r}: a module is 1 to 20 lower-case letters, digits and underscores"
            )
        if not 1 <= self.timeout_seconds <= 29:
            raise CatalogError(
                f"endpoints {self.module!r}: timeout_seconds is 1 to 29, not {self.timeout_seconds}"
            )
        if not self.routes:
            raise CatalogError(f"endpoints {self.module!r}: there is at least one route")
