"""Usage plans: which API keys open which stages, how fast and how often.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.gateway.api import Throttle
from local.gateway.context import KeyInUse
from local.gateway.reading import ClientFactory

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient


@dataclass(frozen=True)
class Quota:
    """How many requests a key may make.

    Attributes:
        limit: requests in a period.
        offset: requests taken off the first period's limit.
        period: DAY, WEEK or MONTH, beginning at midnight UTC.
    """

    limit: int
    offset: int
    period: str


@dataclass(frozen=True)
class UsagePlan:
    """A plan, as far as one stage is concerned.

    Attributes:
        methods: `/path/METHOD` → limits of a key there.
        keys: value → key; those that are enabled.
    """

    id: str
    throttle: Throttle | None
    methods: Mapping[str, Throttle]
    quota: Quota | None
    keys: Mapping[str, KeyInUse]


def read_plans(api_id: str, stage: str, clients: ClientFactory) -> tuple[UsagePlan, ...]:
    """Return the usage plans of a stage, as they are now."""
    control: APIGatewayClient = clients("apigateway")
    enabled = {
        key["id"]: KeyInUse(key["value"], key["id"])
        for key in control.get_api_keys(limit=500, includeValues=True)["items"]
        if key.get("enabled")
    }
    plans = []
    for plan in control.get_usage_plans(limit=500)["items"]:
        for each in plan.get("apiStages", ()):
            if (each["apiId"], each["stage"]) == (api_id, stage):
                members = control.get_usage_plan_keys(usagePlanId=plan["id"], limit=500)["items"]
                keys = [enabled[member["id"]] for member in members if member["id"] in enabled]
                plans.append(_plan(plan, each.get("throttle") or {}, keys))
    return tuple(plans)


def _plan(plan: Any, methods: Mapping[str, Any], keys: list[KeyInUse]) -> UsagePlan:
    quota = plan.get("quota")
    return UsagePlan(
        id=plan["id"],
        throttle=_throttle(plan.get("throttle")),
        methods={path: limits for path, each in methods.items() if (limits := _throttle(each))},
        quota=Quota(int(quota["limit"]), int(quota.get("offset") or 0), quota["period"]) if quota else None,
        keys={key.value: key for key in keys},
    )


def _throttle(throttle: Any) -> Throttle | None:
    if not throttle:
        return None
    return Throttle(float(throttle.get("rateLimit") or 0), int(throttle.get("burstLimit") or 0))


def limits_of(plan: UsagePlan, key: KeyInUse, method: str) -> Iterator[tuple[tuple[str, ...], Throttle]]:
    """Go through the buckets a request of a key draws from, the narrower first; `method`: `/path/METHOD`."""
    if method in plan.methods:
        yield (plan.id, key.id, method), plan.methods[method]
    if plan.throttle is not None:
        yield (plan.id, key.id), plan.throttle


class Quotas:
    """How often each key was used in the period that runs."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], dt.date] = {}
        self._used: dict[tuple[str, str, dt.date], int] = {}

    def take(self, plan: UsagePlan, key: KeyInUse, now: float) -> bool:
        """Count one request at `now` (seconds since the epoch); tell whether the plan's quota allows it."""
        if plan.quota is None:
            return True
        period = _period(plan.quota.period, now)
        first = self._first.setdefault((plan.id, key.id), period)
        limit = plan.quota.limit - (plan.quota.offset if period == first else 0)
        used = self._used.get((plan.id, key.id, period), 0)
        if used >= limit:
            return False
        self._used[plan.id, key.id, period] = used + 1
        return True


def _period(length: str, now: float) -> dt.date:
    """The first day of the period that `now` is in. Where AWS begins a week is not documented: on Sundays."""
    today = dt.datetime.fromtimestamp(now, dt.UTC).date()
    match length:
        case "DAY":
            return today
        case "WEEK":
            return today - dt.timedelta(days=today.isoweekday() % 7)
        case _:
            return today.replace(day=1)
