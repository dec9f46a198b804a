"""A job that is submitted again and again, without a caller."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.workload.errors import CatalogError


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Submits a job at each firing; its owner is `service:schedule`.

    Args:
        name: of the rule: `{workload}-{name}`; with the time of a firing it is in the id of the job.
        submits: a job type of the same workload.
        expression: `cron(0 3 * * ? *)` (UTC) or `rate(5 minutes)`:
            https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
        payload: of each job; it keeps the contract of its type.
        enabled: whether it fires from the beginning; `aws events enable-rule` lets one that does not.
    """

    name: str
    submits: str
    expression: str
    payload: Mapping[str, object] = field(default_factory=dict)
    enabled: bool = True

    def __post_init__(self) -> None:
        if not re.fullmatch(r"(cron|rate)\(.+\)", self.expression):
            raise CatalogError(
                f"schedule {self.name!r}: the expression is cron(…) or rate(…), not {self.expression!r}"
            )
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", self.name):
            raise CatalogError(
                f"schedule {self.name!r}: a name is 1 to 20 lower-case letters, digits and underscores"
            )
        if {"<", ">"} & set(json.dumps(self.payload)):
            raise CatalogError(
                f"schedule {self.name!r}: EventBridge reads what is between < and > as its own"
            )
