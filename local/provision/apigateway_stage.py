"""Amazon API Gateway, REST: a stage with its throttling and logs."""

from local.assembly import ReturnValues
from local.provision.properties import CamelProperties, Tag, Text, tag_map
from local.provision.resource_type import Place, ResourceType

#: What AWS gives a method whose settings name no limits of their own: the account's, requests a second and at
#: once. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
_ACCOUNT_RATE, _ACCOUNT_BURST = 10_000.0, 5_000


class AccessLogSetting(CamelProperties):
    """Where the access log is written, and how."""

    destination_arn: str
    format: str


class MethodSetting(CamelProperties):
    """Settings of a method, or of all of them."""

    data_trace_enabled: bool = False
    http_method: str
    logging_level: str = "OFF"
    metrics_enabled: bool = False
    resource_path: str
    throttling_burst_limit: int = _ACCOUNT_BURST
    throttling_rate_limit: float = _ACCOUNT_RATE

    def patches(self) -> list[dict[str, str]]:
        """Return the patches that make these settings.

        https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
        """
        resource = "/~1" if self.resource_path == "/" else self.resource_path
        settings = {
            "logging/dataTrace": str(self.data_trace_enabled).lower(),
            "logging/loglevel": self.logging_level,
            "metrics/enabled": str(self.metrics_enabled).lower(),
            "throttling/burstLimit": str(self.throttling_burst_limit),
            "throttling/rateLimit": str(self.throttling_rate_limit),
        }
        return [_replace(f"{resource}/{self.http_method}/{name}", value) for name, value in settings.items()]


class Stage(ResourceType, CamelProperties):
    """AWS::ApiGateway::Stage."""

    unique = False
    access_log_setting: AccessLogSetting | None = None
    deployment_id: str
    description: Text | None = None
    method_settings: list[MethodSetting] | None = None
    rest_api_id: str
    stage_name: Text
    tags: list[Tag] | None = None
    tracing_enabled: bool | None = None
    variables: dict[str, Text] | None = None

    def create(self, place: Place) -> ReturnValues:
        """Create the stage, then patch in what CreateStage does not take."""
        request = self.request("access_log_setting", "method_settings", "tags")
        place.call("apigateway", "create_stage", tags=tag_map(self.tags), **request)
        patches = [patch for setting in self.method_settings or () for patch in setting.patches()]
        if self.access_log_setting is not None:
            log = self.access_log_setting
            patches.append(_replace("/accessLogSettings/destinationArn", log.destination_arn))
            patches.append(_replace("/accessLogSettings/format", log.format))
        if patches:
            place.call(
                "apigateway",
                "update_stage",
                restApiId=self.rest_api_id,
                stageName=self.stage_name,
                patchOperations=patches,
            )
        return ReturnValues(self.stage_name, {})


def _replace(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": value}
