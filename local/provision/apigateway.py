"""Amazon API Gateway, REST: an API and what belongs to it, except its methods.

What a deployment depends on is in it, what comes after it is not: templates say so, as for AWS.
https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
"""

from pydantic import Field, JsonValue

from local.assembly import ReturnValues
from local.provision.properties import CamelProperties, Tag, Text, deploy_only, tag_map
from local.provision.resource_type import Place, ResourceType, document


class EndpointConfiguration(CamelProperties):
    """Where the API is reached from."""

    types: list[str]
    ip_address_type: JsonValue = deploy_only("this machine's own address is all there is")


class RestApi(ResourceType, CamelProperties):
    """AWS::ApiGateway::RestApi."""

    api_key_source_type: str | None = Field(
        default=None, validation_alias="ApiKeySourceType", serialization_alias="apiKeySource"
    )
    binary_media_types: list[str] | None = None
    description: Text | None = None
    disable_execute_api_endpoint: bool | None = None
    endpoint_configuration: EndpointConfiguration | None = None
    minimum_compression_size: int | None = None
    name: Text
    policy: JsonValue = None
    tags: list[Tag] | None = None
    endpoint_access_mode: JsonValue = deploy_only("there is no TLS on this machine")
    security_policy: JsonValue = deploy_only("there is no TLS on this machine")

    def create(self, place: Place) -> ReturnValues:
        """Create the API; moto takes its binary media types by patches only."""
        request = self.request("binary_media_types", "tags", "policy")
        if self.policy is not None:
            request["policy"] = document(self.policy)
        api = place.call("apigateway", "create_rest_api", tags=tag_map(self.tags), **request)
        if self.binary_media_types:
            patches = [
                {"op": "add", "path": f"/binaryMediaTypes/{each.replace('/', '~1')}", "value": each}
                for each in self.binary_media_types
            ]
            place.call("apigateway", "update_rest_api", restApiId=api["id"], patchOperations=patches)
        return ReturnValues(api["id"], {"RestApiId": api["id"], "RootResourceId": api["rootResourceId"]})


class Resource(ResourceType, CamelProperties):
    """AWS::ApiGateway::Resource, one part of a path."""

    parent_id: str
    path_part: Text
    rest_api_id: str

    def create(self, place: Place) -> ReturnValues:
        """Create the resource below its parent."""
        resource = place.call("apigateway", "create_resource", **self.request())
        return ReturnValues(resource["id"], {"ResourceId": resource["id"]})


class Model(ResourceType, CamelProperties):
    """AWS::ApiGateway::Model, a JSON schema."""

    unique = False
    content_type: str = "application/json"
    description: Text | None = None
    name: Text | None = None
    rest_api_id: str
    # `schema` itself would hide a method of Pydantic's.
    json_schema: JsonValue = Field(default=None, validation_alias="Schema", serialization_alias="schema")

    def create(self, place: Place) -> ReturnValues:
        """Create the model. Its name may have letters and digits only."""
        name = self.name or "".join(character for character in place.name(255) if character.isalnum())
        request = self.request("name", "json_schema")
        if self.json_schema is not None:
            request["schema"] = document(self.json_schema)
        place.call("apigateway", "create_model", name=name, **request)
        return ReturnValues(name, {})


class RequestValidator(ResourceType, CamelProperties):
    """AWS::ApiGateway::RequestValidator."""

    name: Text | None = None
    rest_api_id: str
    validate_request_body: bool = False
    validate_request_parameters: bool = False

    def create(self, place: Place) -> ReturnValues:
        """Create the validator."""
        name = self.name or place.name(255)
        validator = place.call("apigateway", "create_request_validator", **self.request("name"), name=name)
        return ReturnValues(validator["id"], {"RequestValidatorId": validator["id"]})


class GatewayResponse(ResourceType, CamelProperties):
    """AWS::ApiGateway::GatewayResponse, what the gateway itself answers when it refuses a request."""

    unique = False
    response_parameters: dict[str, str] | None = None
    response_templates: dict[str, str] | None = None
    response_type: str
    rest_api_id: str
    status_code: Text | None = None

    def create(self, place: Place) -> ReturnValues:
        """Put the response into the API."""
        place.call("apigateway", "put_gateway_response", **self.request())
        return ReturnValues(self.response_type, {"Id": self.response_type})


class Deployment(ResourceType, CamelProperties):
    """AWS::ApiGateway::Deployment."""

    description: Text | None = None
    rest_api_id: str

    def create(self, place: Place) -> ReturnValues:
        """Create the deployment; like AWS, moto refuses one of an API without methods."""
        deployment = place.call("apigateway", "create_deployment", **self.request())
        return ReturnValues(deployment["id"], {"DeploymentId": deployment["id"]})


class Account(ResourceType):
    """AWS::ApiGateway::Account, the role with which API Gateway writes logs in this region."""

    cloud_watch_role_arn: str | None = None

    def create(self, place: Place) -> ReturnValues:
        """Set the role."""
        if self.cloud_watch_role_arn is not None:
            patch = {"op": "replace", "path": "/cloudwatchRoleArn", "value": self.cloud_watch_role_arn}
            place.call("apigateway", "update_account", patchOperations=[patch])
        name = place.name(128)
        return ReturnValues(name, {"Id": name})
