"""The `$context` of a call: who calls what, when, under which ids.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

import base64
import datetime as dt
import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from local.gateway.api import Resource, RestApi
from local.gateway.message import Request
from local.permissions import Principal

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True)
class Caller:
    """Who calls, as far as that is known.

    Attributes:
        user: whose signature held.
        access_key: that made the signature.
        authorizer: what an authorizer says of the caller, as `$context.authorizer` shows it, if any.
        usage_key: the key an authorizer names for usage plans.
    """

    user: Principal | None = None
    access_key: str | None = None
    authorizer: Mapping[str, Json] | None = None
    usage_key: str | None = None


@dataclass(frozen=True)
class KeyInUse:
    """An API key that a caller sent, and its id."""

    value: str
    id: str


@dataclass(frozen=True)
class Context:
    """What is known of a call; grows as the call goes on.

    Attributes:
        request: with its path below the stage.
        path: as the caller wrote it: with the stage, unless that is served at the root.
        extended_request_id: always the gateway's own.
        request_id: the caller may set it with the header `x-amzn-RequestId`.
        received: seconds since the epoch.
        resource: once a route matched.
        caller: once authorized.
        key: once it was found in a usage plan.
    """

    api: RestApi
    request: Request
    path: str
    request_id: str
    extended_request_id: str
    trace_id: str
    received: float
    resource: Resource | None = None
    caller: Caller = Caller()
    key: KeyInUse | None = None

    def at(self, resource: Resource) -> "Context":
        """Return the context of the same call, which has found its resource."""
        return replace(self, resource=resource)

    def by(self, caller: Caller) -> "Context":
        """Return the context of the same call, whose caller is known."""
        return replace(self, caller=caller)

    def with_key(self, key: KeyInUse) -> "Context":
        """Return the context of the same call, whose API key is known."""
        return replace(self, key=key)

    def as_json(self) -> dict[str, Json]:
        """Return it as Lambda functions see it in `requestContext`, and templates in `$context`."""
        host = self.request.header("Host") or ""
        context: dict[str, Json] = {
            "accountId": self.api.account_id,
            "apiId": self.api.id,
            "deploymentId": self.api.stage.deployment_id,
            "domainName": host,
            "domainPrefix": host.split(".")[0],
            "extendedRequestId": self.extended_request_id,
            "httpMethod": self.request.method,
            "identity": self._identity(),
            "path": self.path,
            "protocol": "HTTP/1.1",
            "requestId": self.request_id,
            "requestTime": dt.datetime.fromtimestamp(self.received, dt.UTC).strftime(
                "%d/%b/%Y:%H:%M:%S +0000"
            ),
            "requestTimeEpoch": int(self.received * 1000),
            "stage": self.api.stage.name,
        }
        if self.resource is not None:
            context |= {"resourceId": self.resource.id, "resourcePath": self.resource.path}
        if self.caller.authorizer is not None:
            context["authorizer"] = dict(self.caller.authorizer)
        return context

    def _identity(self) -> Json:
        caller = self.caller.user
        key: dict[str, Json] = {"apiKey": self.key.value, "apiKeyId": self.key.id} if self.key else {}
        return key | {
            "accessKey": self.caller.access_key,
            "accountId": caller.account if caller else None,
            "caller": caller.user_id if caller else None,
            "cognitoAuthenticationProvider": None,
            "cognitoAuthenticationType": None,
            "cognitoIdentityId": None,
            "cognitoIdentityPoolId": None,
            "principalOrgId": None,
            "sourceIp": self.request.source_ip,
            "user": caller.user_id if caller else None,
            "userAgent": self.request.header("User-Agent"),
            "userArn": caller.arn if caller else None,
        }


def open_context(api: RestApi, request: Request, path: str, received: float, ids: random.Random) -> Context:
    """Return the context of a call that has just come in; `ids` fixes its ids."""
    epoch = f"{int(received):08x}"
    return Context(
        api=api,
        request=request,
        path=path,
        request_id=request.header("x-amzn-RequestId") or str(uuid.UUID(int=ids.getrandbits(128), version=4)),
        extended_request_id=base64.b64encode(ids.randbytes(11)).decode(),
        trace_id=request.header("X-Amzn-Trace-Id") or f"Root=1-{epoch}-{ids.randbytes(12).hex()}",
        received=received,
    )
