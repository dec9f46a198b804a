"""A deployed REST API, as the gateway serves it: plain frozen data, with AWS's names.

It knows neither where it was read from (`reading.py`) nor how a request is served.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

Passthrough = Literal["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]
IntegrationType = Literal["AWS", "AWS_PROXY", "MOCK"]
ContentHandling = Literal["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"]


@dataclass(frozen=True)
class IntegrationResponse:
    """How one kind of answer of an integration becomes the method's response.

    Attributes:
        status: of the method's response.
        pattern: regular expression on the integration's status or error message; None for the default.
        templates: media type → Velocity template; an empty one passes the body through.
        parameters: `method.response.header.X` → mapping expression.
        content_handling: how the payload is converted; None where it is as the caller's Accept asks.
    """

    status: int
    pattern: str | None
    templates: Mapping[str, str]
    parameters: Mapping[str, str]
    content_handling: ContentHandling | None


@dataclass(frozen=True)
class Integration:
    """What a method hands its request to.

    Attributes:
        uri: of the AWS action or function; empty for MOCK.
        templates: media type → Velocity template of the request.
        parameters: `integration.request.{header,path,querystring}.X` → mapping expression.
        credentials: ARN of the role API Gateway takes on, None where it takes none.
        timeout: seconds until the caller gets a 504.
        content_handling: how the request's payload is converted; None where it passes as it is.
    """

    type: IntegrationType
    uri: str
    http_method: str | None
    passthrough: Passthrough
    templates: Mapping[str, str]
    parameters: Mapping[str, str]
    credentials: str | None
    timeout: float
    responses: tuple[IntegrationResponse, ...]
    content_handling: ContentHandling | None


@dataclass(frozen=True)
class Method:
    """One method of a resource.

    Attributes:
        authorization: NONE, AWS_IAM, COGNITO_USER_POOLS or CUSTOM.
        authorizer_id: of the API's authorizer, for the last two.
        scopes: of which an access token must have one; a method with none takes identity tokens.
        needs_key: whether the caller must send an API key of a usage plan.
        parameters: declared `method.request.{header,path,querystring}.X` → whether it is required.
        models: media type → name of the model its body must fit.
        responses: status → names of the headers declared for it.
    """

    http_method: str
    authorization: str
    authorizer_id: str | None
    scopes: frozenset[str]
    needs_key: bool
    parameters: Mapping[str, bool]
    models: Mapping[str, str]
    validates_parameters: bool
    validates_body: bool
    integration: Integration
    responses: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Resource:
    """A path with variables, such as `/jobs/{id}`, and what can be done there."""

    id: str
    path: str
    methods: Mapping[str, Method]


@dataclass(frozen=True)
class Authorizer:
    """Who else decides on a caller: a user pool, or a function.

    Attributes:
        type: COGNITO_USER_POOLS, TOKEN or REQUEST.
        provider_arns: of the user pools whose tokens count.
        identity_sources: such as `method.request.header.Authorization`; what is cached is kept under their
            values.
        pattern: regular expression a token must match as a whole, None for any.
        uri: of the function.
        credentials: ARN of the role the function is invoked with, None where its own policy must allow it.
        lifetime: seconds a function's verdict is kept; 0 for none.
    """

    id: str
    name: str
    type: str
    provider_arns: tuple[str, ...]
    identity_sources: tuple[str, ...]
    pattern: str | None
    uri: str
    credentials: str | None
    lifetime: int


@dataclass(frozen=True)
class GatewayResponse:
    """What the caller gets where API Gateway itself refuses; `status` None keeps the refusal's own."""

    status: int | None
    parameters: Mapping[str, str]
    templates: Mapping[str, str]


#: What AWS answers where an API has no gateway response of its own, nor a default.
BUILT_IN_RESPONSE = GatewayResponse(
    status=None, parameters={}, templates={"application/json": '{"message":$context.error.messageString}'}
)


@dataclass(frozen=True)
class Throttle:
    """A token bucket: `rate` requests a second on average, `burst` requests at once."""

    rate: float
    burst: int


#: The account's own limits, of all its APIs in a region together:
#: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
ACCOUNT_THROTTLE = Throttle(rate=10_000, burst=5_000)


@dataclass(frozen=True)
class Stage:
    """A named deployment.

    Attributes:
        throttles: `/path/METHOD`, or `*/*` for all others, → limits of each such method.
    """

    name: str
    deployment_id: str
    variables: Mapping[str, str]
    throttles: Mapping[str, Throttle]

    def throttle(self, resource: Resource, method: Method) -> Throttle | None:
        """Return the stage's limits of one method, None where it sets none."""
        return self.throttles.get(f"{resource.path}/{method.http_method}") or self.throttles.get("*/*")


@dataclass(frozen=True)
class RestApi:
    """All of it.

    Attributes:
        models: name → JSON schema (draft 4), as text.
        gateway_responses: response type, such as DEFAULT_4XX → what is answered.
        authorizers: by id.
        binary_types: media types whose payloads are binary, such as `image/png` or `*/*`.
        key_source: where API keys are taken from, HEADER or AUTHORIZER.
        policy: the API's resource policy, as text; empty for none.
        has_own_address: whether its stages are served at addresses of their own.
    """

    id: str
    account_id: str
    region: str
    stage: Stage
    resources: tuple[Resource, ...]
    models: Mapping[str, str]
    gateway_responses: Mapping[str, GatewayResponse]
    authorizers: Mapping[str, Authorizer]
    binary_types: frozenset[str]
    key_source: str
    policy: str
    has_own_address: bool

    def is_binary(self, media_type: str | None) -> bool:
        """Tell whether payloads of a media type are binary."""
        return any(fnmatchcase(media_type or "", each) for each in self.binary_types)
