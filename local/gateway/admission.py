"""Whether a call is let through: its API key where the method asks for one, and every limit that counts it.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

from collections.abc import Hashable

from local.gateway import refusals
from local.gateway.api import ACCOUNT_THROTTLE, Throttle
from local.gateway.context import Context, KeyInUse
from local.gateway.deployed import PROPAGATION
from local.gateway.reading import ClientFactory
from local.gateway.routes import Route
from local.gateway.throttling import Buckets
from local.gateway.usage_plans import Quotas, UsagePlan, limits_of, read_plans


class Admission:
    """Counts the calls of all stages.

    Args:
        clients: makes the AWS client of a service.
    """

    def __init__(self, clients: ClientFactory) -> None:
        self._clients = clients
        self._buckets = Buckets()
        self._quotas = Quotas()
        self._plans: dict[tuple[str, str], tuple[float, tuple[UsagePlan, ...]]] = {}

    def admit(self, route: Route, context: Context) -> Context:
        """Return the context with the API key the method asked for. Raises the Refusal of a call too many."""
        now, stage = context.received, context.api.stage
        method = f"{route.resource.path}/{route.method.http_method}"
        limits: list[tuple[Hashable, Throttle]] = []
        plan_and_key = self._find(context) if route.method.needs_key else None
        if plan_and_key is not None:
            limits += limits_of(*plan_and_key, method)
        own = stage.throttle(route.resource, route.method)
        if own is not None:
            limits.append(((context.api.id, stage.name, method), own))
        limits.append(("account", ACCOUNT_THROTTLE))
        for bucket, throttle in limits:
            if not self._buckets.take(bucket, throttle, now):
                raise refusals.throttled()
        if plan_and_key is None:
            return context
        # What was throttled uses up no quota.
        if not self._quotas.take(*plan_and_key, now):
            raise refusals.quota_exceeded()
        return context.with_key(plan_and_key[1])

    def _find(self, context: Context) -> tuple[UsagePlan, KeyInUse]:
        value = context.request.header("X-API-Key")
        if context.api.key_source == "AUTHORIZER":
            value = context.caller.usage_key
        for plan in self._plans_of(context):
            if value is not None and value in plan.keys:
                return plan, plan.keys[value]
        raise refusals.invalid_api_key()

    def _plans_of(self, context: Context) -> tuple[UsagePlan, ...]:
        stage = (context.api.id, context.api.stage.name)
        read, plans = self._plans.get(stage, (float("-inf"), ()))
        if context.received - read >= PROPAGATION:
            plans = read_plans(*stage, self._clients)
            self._plans[stage] = (context.received, plans)
        return plans
