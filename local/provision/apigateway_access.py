"""Amazon API Gateway, REST: who may call an API, by authorizers, API keys and usage plans."""

from pydantic import Field, JsonValue

from local.assembly import ReturnValues
from local.provision.properties import CamelProperties, Tag, Text, deploy_only, tag_map
from local.provision.resource_type import Place, ResourceType


class Authorizer(ResourceType, CamelProperties):
    """AWS::ApiGateway::Authorizer."""

    auth_type: str | None = None
    authorizer_credentials: str | None = None
    authorizer_result_ttl_in_seconds: int | None = None
    authorizer_uri: str | None = None
    identity_source: str | None = None
    identity_validation_expression: str | None = None
    name: Text
    provider_arns: list[str] | None = Field(
        default=None, validation_alias="ProviderARNs", serialization_alias="providerARNs"
    )
    rest_api_id: str
    type: str

    def create(self, place: Place) -> ReturnValues:
        """Create the authorizer."""
        authorizer = place.call("apigateway", "create_authorizer", **self.request())
        return ReturnValues(authorizer["id"], {"AuthorizerId": authorizer["id"]})


class ApiKey(ResourceType, CamelProperties):
    """AWS::ApiGateway::ApiKey."""

    customer_id: Text | None = None
    description: Text | None = None
    enabled: bool = False
    generate_distinct_id: bool | None = None
    name: Text | None = None
    stage_keys: JsonValue = deploy_only("a stage asks for keys of its usage plans, whatever is said here")
    tags: list[Tag] | None = None
    value: Text | None = None

    def create(self, place: Place) -> ReturnValues:
        """Create the key."""
        request = self.request("name", "tags")
        name = self.name or place.name(255)
        key = place.call("apigateway", "create_api_key", name=name, tags=tag_map(self.tags), **request)
        return ReturnValues(key["id"], {"APIKeyId": key["id"]})


class Throttle(CamelProperties):
    """How many requests a second, and how many at once."""

    burst_limit: int | None = None
    rate_limit: float | None = None


class Quota(CamelProperties):
    """How many requests in a period."""

    limit: int
    offset: int | None = None
    period: str


class ApiStage(CamelProperties):
    """A stage a plan is for; `throttle` has limits by path and method."""

    api_id: str
    stage: Text
    throttle: dict[str, Throttle] | None = None


class UsagePlan(ResourceType, CamelProperties):
    """AWS::ApiGateway::UsagePlan."""

    api_stages: list[ApiStage] | None = None
    description: Text | None = None
    quota: Quota | None = None
    tags: list[Tag] | None = None
    throttle: Throttle | None = None
    usage_plan_name: Text | None = None

    def create(self, place: Place) -> ReturnValues:
        """Create the plan."""
        request = self.request("usage_plan_name", "tags")
        name = self.usage_plan_name or place.name(255)
        plan = place.call("apigateway", "create_usage_plan", name=name, tags=tag_map(self.tags), **request)
        return ReturnValues(plan["id"], {"Id": plan["id"]})


class UsagePlanKey(ResourceType, CamelProperties):
    """AWS::ApiGateway::UsagePlanKey, a key in a plan."""

    unique = False
    key_id: str
    key_type: str
    usage_plan_id: str

    def create(self, place: Place) -> ReturnValues:
        """Put the key into the plan."""
        place.call("apigateway", "create_usage_plan_key", **self.request())
        name = f"{self.key_id}:{self.usage_plan_id}"
        return ReturnValues(name, {"Id": name})
