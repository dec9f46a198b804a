"""A deployed REST API, as the gateway serves it: plain frozen data, with AWS's names.

It knows neither where it was read from (`reading.py`) nor how a request is served.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Passthrough = Literal["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]
IntegrationType = Literal["AWS", "AWS_PROXY", "MOCK"]


@dataclass(frozen=True)
class IntegrationResponse:
    """How one kind of answer of an integration becomes the method's response.

    Attributes:
        status: of the method's response.
        pattern: regular expression on the integration's status or error message; None for the default.
        templates: media type → Velocity template; an empty one passes the body through.
        parameters: `method.response.header.X` → mapping expression.
    """

    status: int
    pattern: str | None
    templates: Mapping[str, str]
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Integration:
    """What a method hands its request to.

    Attributes:
        uri: of the AWS action or function; empty for MOCK.
        templates: media type → Velocity template of the request.
        parameters: `integration.request.{header,path,querystring}.X` → mapping expression.
        credentials: ARN of the role API Gateway takes on, None where it takes none.
        timeout: seconds until the caller gets a 504.
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


@dataclass(frozen=True)
class Method:
    """One method of a resource.

    Attributes:
        authorization: NONE or AWS_IAM.
        parameters: declared `method.request.{header,path,querystring}.X` → whether it is required.
        models: media type → name of the model its body must fit.
        responses: status → names of the headers declared for it.
    """

    http_method: str
    authorization: str
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


#: The account's own limits, where a stage sets none:
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

    def throttle(self, resource: Resource, method: Method) -> Throttle:
        """Return the limits of one method."""
        own = self.throttles.get(f"{resource.path}/{method.http_method}")
        return own or self.throttles.get("*/*") or ACCOUNT_THROTTLE


@dataclass(frozen=True)
class RestApi:
    """All of it.

    Attributes:
        models: name → JSON schema (draft 4), as text.
        gateway_responses: response type, such as DEFAULT_4XX → what is answered.
    """

    id: str
    account_id: str
    region: str
    stage: Stage
    resources: tuple[Resource, ...]
    models: Mapping[str, str]
    gateway_responses: Mapping[str, GatewayResponse]
