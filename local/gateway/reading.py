"""Reads a REST API and its stage from API Gateway's control plane, as any AWS client could.

What is served is what the stage's deployment was made of, so that is read once for each deployment; the
settings of a stage hold at once.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from local.gateway.api import (
    BUILT_IN_RESPONSE,
    GatewayResponse,
    Integration,
    IntegrationResponse,
    Method,
    Resource,
    RestApi,
    Stage,
    Throttle,
)

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_apigateway.type_defs import IntegrationTypeDef, MethodTypeDef, StageTypeDef

#: Makes the client of a service by its name, such as "sqs".
ClientFactory = Callable[[str], Any]


class ApiMisconfigured(Exception):
    """An API that AWS would not deploy, or that the local gateway cannot serve; all that is wrong with it."""

    def __init__(self, flaws: list[str]) -> None:
        super().__init__("the REST API cannot be served:\n" + "\n".join(f"- {flaw}" for flaw in flaws))
        self.flaws = flaws


def find_stage(control: "APIGatewayClient") -> tuple[str, Stage]:
    """Return the id of the one REST API and its one stage. Raises ApiMisconfigured where there are others."""
    apis = control.get_rest_apis(limit=500)["items"]
    if len(apis) != 1:
        names = ", ".join(sorted(api["name"] for api in apis)) or "none"
        raise ApiMisconfigured([f"the root of the local gateway serves one REST API; there are: {names}"])
    api_id = apis[0]["id"]
    stages = control.get_stages(restApiId=api_id)["item"]
    if len(stages) != 1:
        raise ApiMisconfigured([f"the local gateway serves one stage of an API, not {len(stages)}"])
    if apis[0].get("binaryMediaTypes"):
        raise ApiMisconfigured(["the local gateway has no binary media types"])
    return api_id, _stage(stages[0])


def read_api(api_id: str, stage: Stage, clients: ClientFactory) -> RestApi:
    """Return the API as it is now. Raises KeyError or ValueError where a method lacks what it needs."""
    control: APIGatewayClient = clients("apigateway")
    account_id: str = clients("sts").get_caller_identity()["Account"]
    validators = {item["id"]: item for item in control.get_request_validators(restApiId=api_id)["items"]}
    resources = []
    for item in control.get_resources(restApiId=api_id, limit=500, embed=["methods"])["items"]:
        methods = {}
        for verb, method in item.get("resourceMethods", {}).items():
            integration = _integration(method["methodIntegration"])
            validator = validators.get(method.get("requestValidatorId", ""), {})
            methods[verb] = _method(method, integration, validator)
        resources.append(Resource(item["id"], item["path"], methods))
    return RestApi(
        id=api_id,
        account_id=account_id,
        region=control.meta.region_name,
        stage=stage,
        resources=tuple(resources),
        models={
            item["name"]: item["schema"] for item in control.get_models(restApiId=api_id, limit=500)["items"]
        },
        gateway_responses={
            item["responseType"]: GatewayResponse(
                status=int(item["statusCode"]) if item.get("statusCode") else None,
                parameters=item.get("responseParameters") or {},
                templates=item.get("responseTemplates") or BUILT_IN_RESPONSE.templates,
            )
            for item in control.get_gateway_responses(restApiId=api_id, limit=500)["items"]
        },
    )


def _method(method: "MethodTypeDef", integration: Integration, validator: Mapping[str, Any]) -> Method:
    return Method(
        http_method=method["httpMethod"],
        authorization=method["authorizationType"],
        parameters=method.get("requestParameters") or {},
        models=method.get("requestModels") or {},
        validates_parameters=bool(validator.get("validateRequestParameters")),
        validates_body=bool(validator.get("validateRequestBody")),
        integration=integration,
        responses={
            int(status): frozenset(response.get("responseParameters") or {})
            for status, response in (method.get("methodResponses") or {}).items()
        },
    )


def _integration(integration: "IntegrationTypeDef") -> Integration:
    kind, uri, credentials = integration["type"], integration.get("uri", ""), integration.get("credentials")
    return Integration(
        type=kind,  # type: ignore[arg-type]  # others are refused by the checks
        uri=uri,
        http_method=integration.get("httpMethod"),
        passthrough=integration.get("passthroughBehavior") or "WHEN_NO_MATCH",  # type: ignore[arg-type]  # AWS's three
        templates=_texts(integration.get("requestTemplates")),
        parameters=_texts(integration.get("requestParameters")),
        credentials=credentials,
        timeout=integration.get("timeoutInMillis", 29_000) / 1000,
        responses=tuple(
            IntegrationResponse(
                status=int(response["statusCode"]),
                pattern=response.get("selectionPattern") or None,
                templates=_texts(response.get("responseTemplates")),
                parameters=_texts(response.get("responseParameters")),
            )
            for response in (integration.get("integrationResponses") or {}).values()
        ),
    )


def _texts(texts: Mapping[str, str] | None) -> dict[str, str]:
    return {name: text or "" for name, text in (texts or {}).items()}


def _stage(stage: "StageTypeDef") -> Stage:
    return Stage(
        name=stage["stageName"],
        deployment_id=stage["deploymentId"],
        variables=stage.get("variables") or {},
        throttles={
            # A path's slashes are written ~1 in the key of its settings.
            key.replace("~1", "/"): Throttle(
                rate=settings["throttlingRateLimit"], burst=settings["throttlingBurstLimit"]
            )
            for key, settings in (stage.get("methodSettings") or {}).items()
        },
    )
