"""API keys and usage plans: whose requests, how fast, how often."""

from typing import Any

import pytest

from tests.flow.local.gateway.rest_api import HandmadeApi

DAY = 24 * 3600


@pytest.fixture
def keyed(api: HandmadeApi) -> HandmadeApi:
    """An API with two methods that want a key, and one that does not."""
    api.mock("GET", "/jobs", "$context.identity.apiKeyId", apiKeyRequired=True)
    api.mock("POST", "/jobs", "ok", apiKeyRequired=True)
    api.mock("GET", "/open", "[$context.identity.apiKey]")
    return api.deploy()


def plan(api: HandmadeApi, *, enabled: bool = True, per_method: Any = None, **limits: Any) -> tuple[str, str]:
    """Make a usage plan of the API's stage with one key; return the key's id and value."""
    stage = {"apiId": api.id, "stage": "dev"} | ({"throttle": per_method} if per_method else {})
    made = api.control.create_usage_plan(name="plan", apiStages=[stage], **limits)
    key = api.control.create_api_key(name="key", enabled=enabled)
    api.control.create_usage_plan_key(usagePlanId=made["id"], keyId=key["id"], keyType="API_KEY")
    api.stack.clock.advance(seconds=1)
    return key["id"], key["value"]


def statuses(api: HandmadeApi, key: str, count: int, verb: str = "GET") -> list[int]:
    return [api.call(verb, "/jobs", headers={"X-API-Key": key}).status for _ in range(count)]


def test_a_key_of_the_stage_s_plan_lets_in_and_is_known_to_templates(keyed: HandmadeApi) -> None:
    key_id, key = plan(keyed)

    assert keyed.call("GET", "/jobs", headers={"x-api-key": key}).body == key_id.encode()


def test_a_key_that_is_disabled_or_of_no_plan_is_forbidden(keyed: HandmadeApi) -> None:
    _, disabled = plan(keyed, enabled=False)
    of_no_plan = keyed.control.create_api_key(name="other", enabled=True)["value"]
    keyed.stack.clock.advance(seconds=1)

    assert statuses(keyed, disabled, 1) + statuses(keyed, of_no_plan, 1) == [403, 403]
    assert keyed.call("GET", "/open", headers={"X-API-Key": disabled}).body == b"[]"


def test_a_quota_begins_anew_with_its_period(keyed: HandmadeApi) -> None:
    _, key = plan(keyed, quota={"limit": 2, "period": "DAY"})

    assert statuses(keyed, key, 3) == [200, 200, 429]
    keyed.stack.clock.advance(seconds=DAY)
    assert statuses(keyed, key, 3) == [200, 200, 429]


def test_an_offset_is_taken_off_the_first_period_s_quota(keyed: HandmadeApi) -> None:
    _, key = plan(keyed, quota={"limit": 2, "period": "MONTH", "offset": 1})

    assert statuses(keyed, key, 2) == [200, 429]
    keyed.stack.clock.advance(seconds=40 * DAY)
    assert statuses(keyed, key, 3) == [200, 200, 429]


def test_a_plan_throttles_each_key_and_each_method_of_it(keyed: HandmadeApi) -> None:
    slow = {"/jobs/POST": {"rateLimit": 1, "burstLimit": 1}}
    _, key = plan(keyed, per_method=slow, throttle={"rateLimit": 1, "burstLimit": 3})

    assert statuses(keyed, key, 2, "POST") == [200, 429]
    assert statuses(keyed, key, 3, "GET") == [200, 200, 429]
    keyed.stack.clock.advance(seconds=1)
    assert statuses(keyed, key, 2, "GET") == [200, 429]
