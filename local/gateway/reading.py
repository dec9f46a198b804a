"""Reads a REST API and its stage from API Gateway's control plane, as any AWS client could.

What is served is what the stage's deployment was made of, so that is read once for each deployment; the
settings of a stage hold at once.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from local.gateway.api import (
    BUILT_IN_RESPONSE,
    Authorizer,
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
    from mypy_boto3_apigateway.type_defs import (
        AuthorizerTypeDef,
        IntegrationTypeDef,
        MethodTypeDef,
        StageResponseTypeDef,
    )

#: Makes the client of a service by its name, such as "sqs".
ClientFactory = Callable[[str], Any]


def read_api(api_id: str, stage: Stage, clients: ClientFactory) -> RestApi:
    """Return the API as it was deployed to a stage. Raises KeyError or ValueError where a part is missing."""
    control: APIGatewayClient = clients("apigateway")
    # Under this id is what was deployed: see local/moto_fixes/apigateway/deployments.py.
    deployed = f"{api_id}.{stage.deployment_id}"
    api = control.get_rest_api(restApiId=deployed)
    account_id: str = clients("sts").get_caller_identity()["Account"]
    validators = {item["id"]: item for item in control.get_request_validators(restApiId=deployed)["items"]}
    resources = []
    for item in control.get_resources(restApiId=deployed, limit=500, embed=["methods"])["items"]:
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
            item["name"]: item["schema"]
            for item in control.get_models(restApiId=deployed, limit=500)["items"]
        },
        gateway_responses={
            item["responseType"]: GatewayResponse(
                status=int(item["statusCode"]) if item.get("statusCode") else None,
                parameters=item.get("responseParameters") or {},
                templates=item.get("responseTemplates") or BUILT_IN_RESPONSE.templates,
            )
            for item in control.get_gateway_responses(restApiId=deployed, limit=500)["items"]
        },
        authorizers={
            item["id"]: _authorizer(item)
            for item in control.get_authorizers(restApiId=deployed, limit=500)["items"]
        },
        binary_types=frozenset(api.get("binaryMediaTypes") or ()),
        key_source=api.get("apiKeySource") or "HEADER",
        policy=api.get("policy") or "",
        has_own_address=not api.get("disableExecuteApiEndpoint"),
    )


def read_stage(stage: "StageResponseTypeDef") -> Stage:
    """Return a stage as the gateway serves it."""
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


def _method(method: "MethodTypeDef", integration: Integration, validator: Mapping[str, Any]) -> Method:
    return Method(
        http_method=method["httpMethod"],
        authorization=method["authorizationType"],
        authorizer_id=method.get("authorizerId"),
        scopes=frozenset(method.get("authorizationScopes") or ()),
        needs_key=bool(method.get("apiKeyRequired")),
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
        timeout=(integration.get("timeoutInMillis") or 29_000) / 1000,
        responses=tuple(
            IntegrationResponse(
                status=int(response["statusCode"]),
                pattern=response.get("selectionPattern") or None,
                templates=_texts(response.get("responseTemplates")),
                parameters=_texts(response.get("responseParameters")),
                content_handling=response.get("contentHandling"),
            )
            for response in (integration.get("integrationResponses") or {}).values()
        ),
        content_handling=integration.get("contentHandling"),
    )


def _authorizer(authorizer: "AuthorizerTypeDef") -> Authorizer:
    sources = authorizer.get("identitySource") or ""
    lifetime = authorizer.get("authorizerResultTtlInSeconds")
    return Authorizer(
        id=authorizer["id"],
        name=authorizer.get("name", ""),
        type=authorizer["type"],
        provider_arns=tuple(authorizer.get("providerARNs") or ()),
        identity_sources=tuple(each.strip() for each in sources.split(",") if each.strip()),
        pattern=authorizer.get("identityValidationExpression") or None,
        uri=authorizer.get("authorizerUri") or "",
        credentials=authorizer.get("authorizerCredentials"),
        # https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
        lifetime=300 if lifetime is None else lifetime,
    )


def _texts(texts: Mapping[str, str] | None) -> dict[str, str]:
    return {name: text or "" for name, text in (texts or {}).items()}
