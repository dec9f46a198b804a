"""Amazon API Gateway, REST: a method with its integration and the responses of both."""

from pydantic import Field

from local.assembly import ReturnValues
from local.provision.properties import CamelProperties, Text
from local.provision.resource_type import Place, ResourceType


class IntegrationResponse(CamelProperties):
    """What becomes of the backend's answer."""

    content_handling: str | None = None
    response_parameters: dict[str, str] | None = None
    response_templates: dict[str, str] | None = None
    selection_pattern: str | None = None
    status_code: Text


class Integration(CamelProperties):
    """What is behind the method."""

    connection_type: str | None = None
    content_handling: str | None = None
    credentials: str | None = None
    integration_http_method: str | None = None
    integration_responses: list[IntegrationResponse] = Field(default_factory=list)
    # moto has no default of its own; this is AWS's.
    passthrough_behavior: str = "WHEN_NO_MATCH"
    request_parameters: dict[str, str] | None = None
    request_templates: dict[str, str] | None = None
    timeout_in_millis: int | None = None
    type: str
    uri: str | None = None


class MethodResponse(CamelProperties):
    """A response the method may give."""

    response_models: dict[str, str] | None = None
    response_parameters: dict[str, bool] | None = None
    status_code: Text


class Method(ResourceType, CamelProperties):
    """AWS::ApiGateway::Method."""

    api_key_required: bool | None = None
    authorization_scopes: list[str] | None = None
    authorization_type: str = "NONE"
    authorizer_id: str | None = None
    http_method: str
    integration: Integration
    method_responses: list[MethodResponse] = Field(default_factory=list)
    operation_name: str | None = None
    request_models: dict[str, str] | None = None
    request_parameters: dict[str, bool] | None = None
    request_validator_id: str | None = None
    resource_id: str
    rest_api_id: str

    def create(self, place: Place) -> ReturnValues:
        """Put the method, its responses, its integration, and that one's responses."""
        method = {
            "restApiId": self.rest_api_id,
            "resourceId": self.resource_id,
            "httpMethod": self.http_method,
        }
        request = self.request("integration", "method_responses")
        place.call("apigateway", "put_method", **request)
        for response in self.method_responses:
            place.call("apigateway", "put_method_response", **method, **response.request())
        integration = self.integration.request("integration_responses")
        place.call("apigateway", "put_integration", **method, **integration)
        for answer in self.integration.integration_responses:
            place.call("apigateway", "put_integration_response", **method, **answer.request())
        return ReturnValues(place.name(128), {})
