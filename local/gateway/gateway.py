"""API Gateway: a request in, a response out, by way of the steps that AWS takes and in their order.

Route, signature, throttling, size, validation, integration, integration response; whatever refuses the
request on the way is answered with a gateway response. It serves one stage of one REST API at the root, as a
custom domain name with an empty base path does.
"""

import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from local.gateway import gateway_responses, refusals
from local.gateway.api import RestApi
from local.gateway.checks import flaws_of, templates_of
from local.gateway.context import Context, open_context
from local.gateway.exchange import Exchange
from local.gateway.integration_request import make_integration_request
from local.gateway.integration_response import make_response
from local.gateway.integrations.function import answer_function
from local.gateway.integrations.mock import answer_mock
from local.gateway.integrations.sqs import answer_sqs
from local.gateway.message import Request, Response
from local.gateway.parameters import Sources
from local.gateway.permissions import integrator
from local.gateway.reading import ApiMisconfigured, ClientFactory, find_stage, read_api
from local.gateway.refusals import Refusal
from local.gateway.routes import Route, Routes
from local.gateway.signature import BadSignature, Flaw, read, verify
from local.gateway.throttling import Buckets
from local.gateway.validation import RequestValidation
from local.gateway.vtl.java import TemplateRefused
from local.gateway.vtl.template import Template
from local.hub import Hub
from local.permissions import Guard, NotAllowed, client_of

logger = logging.getLogger(__name__)
T = TypeVar("T")

#: The largest body, in bytes: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
MAX_BODY = 10 * 1024 * 1024
#: How soon a new deployment or setting shows, in seconds. On AWS it takes a while as well.
PROPAGATION = 1.0

_ERRORS = {
    Flaw.INCOMPLETE: "IncompleteSignatureException",
    Flaw.UNKNOWN_KEY: "UnrecognizedClientException",
}


@dataclass(frozen=True)
class _Deployed:
    """An API and what is made of it once."""

    api: RestApi
    routes: Routes
    validation: RequestValidation
    templates: Mapping[str, Template]


class Gateway:
    """The front door.

    Args:
        clients: makes the AWS client of a service, such as "sqs".
        guard: knows whose signatures count, and who may call what.
        hub: gives the time, the ids and the turns; `handle` runs in one of its tasks.
    """

    def __init__(self, clients: ClientFactory, guard: Guard, hub: Hub) -> None:
        self._clients = clients
        self._guard = guard
        self._hub = hub
        self._ids = random.Random(hub.random.getrandbits(64))
        self._buckets = Buckets()
        self._deployed: _Deployed | None = None
        self._looked = 0.0

    def load(self) -> RestApi:
        """Read the API that is deployed now, unless that is done already, and return it.

        Raises ApiMisconfigured, with everything that is wrong with it.
        """
        return self._current().api

    def handle(self, request: Request) -> Response:
        """Return the response to a request; nothing is raised but what stops the hub's task."""
        received = self._hub.now()
        try:
            deployed = self._current()
        except ApiMisconfigured as error:
            logger.error("%s", error)
            return Response(500, (("Content-Type", "text/plain; charset=utf-8"),), str(error).encode())
        context = open_context(deployed.api, request, received, self._ids)
        response = self._serve(deployed, request, context)
        ids = (("x-amzn-RequestId", context.request_id), ("x-amz-apigw-id", context.extended_request_id))
        return Response(response.status, (*response.headers, *ids), response.body)

    def _serve(self, deployed: _Deployed, request: Request, context: Context) -> Response:
        api = deployed.api
        path_parameters: Mapping[str, str] = {}
        try:
            route = deployed.routes.match(request.method, request.path)
            if route is None:
                raise refusals.missing_authentication_token()
            context, path_parameters = context.at(route.resource), route.path_parameters
            if route.method.authorization == "AWS_IAM":
                context = self._authenticate(request, context)
                self._authorize(context, route)
            if not self._buckets.take(api.stage, route.resource, route.method, context.received):
                raise refusals.throttled()
            if len(request.body) > MAX_BODY:
                raise refusals.request_too_large()
            deployed.validation.check(request, route)
            return self._integrate(Exchange(request, route, context, deployed.templates))
        except Refusal as refusal:
            logger.info("%s %s: %s", request.method, request.path, refusal)
            cause = refusal
        except TemplateRefused as error:
            logger.error("%s %s: %s", request.method, request.path, error)
            cause = refusals.api_configuration_error()
        except Exception:  # whatever goes wrong behind it, API Gateway answers
            logger.exception("%s %s", request.method, request.path)
            cause = refusals.internal_error()
        return gateway_responses.render(
            cause, api.gateway_responses, Sources(request, path_parameters, context)
        )

    def _authenticate(self, request: Request, context: Context) -> Context:
        try:
            signature = read(request)
            found = self._guard.keys.find(signature.access_key)
            verify(
                request,
                signature,
                {} if found is None else {signature.access_key: found.secret_key},
                region=context.api.region,
                service="execute-api",
                now=self._hub.now(),
            )
        except BadSignature as error:
            if error.flaw == Flaw.MISSING:
                raise refusals.missing_authentication_token() from None
            name = _ERRORS.get(error.flaw, "InvalidSignatureException")
            raise refusals.invalid_signature(name, error.message) from None
        assert found is not None, "a signature that holds was made with a key that is known"
        return context.by(found.principal, signature.access_key)

    def _authorize(self, context: Context, route: Route) -> None:
        """Let only those call a method who may: its ARN has the path as it was called.

        https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples-for-api-execution.html
        """
        caller, api = context.caller, context.api
        assert caller is not None, "who is authorized has been authenticated"
        method = f"{api.id}/{api.stage.name}/{route.method.http_method}{context.request.path}"
        arn = f"arn:aws:execute-api:{api.region}:{api.account_id}:{method}"
        try:
            self._guard.require(caller, "execute-api:Invoke", arn)
        except NotAllowed as error:
            # All but the last digits of the account are kept to itself.
            masked = arn.replace(f":{api.account_id}:", f":********{api.account_id[-4:]}:")
            raise refusals.access_denied(str(error).replace(arn, masked)) from error

    def _integrate(self, exchange: Exchange) -> Response:
        integration = exchange.route.method.integration
        context = exchange.context
        traced = (("X-Amzn-Trace-Id", context.trace_id),)
        if integration.type == "AWS_PROXY":
            functions = client_of(self._clients("lambda"), lambda: integrator(exchange))
            response = self._within(
                integration.timeout, lambda: answer_function(exchange, integration.uri, functions)
            )
            return Response(response.status, (*response.headers, *traced), response.body)
        request = make_integration_request(exchange)
        if integration.type == "MOCK":
            answer = answer_mock(request.body)
            return make_response(exchange, answer, str(answer.status))
        queues = client_of(self._clients("sqs"), lambda: integrator(exchange))
        answer = self._within(integration.timeout, lambda: answer_sqs(request, queues, context.request_id))
        response = make_response(exchange, answer, str(answer.status))
        return Response(response.status, (*response.headers, *traced), response.body)

    def _within(self, seconds: float, work: Callable[[], T]) -> T:
        """Return what `work` returns; after `seconds` of the hub's clock the caller waits no more."""
        task = self._hub.spawn(work, "integration")
        task.observed = True
        if not task.done.wait(seconds):
            raise refusals.integration_timeout()
        return task.result()

    def _current(self) -> _Deployed:
        deployed = self._deployed
        if deployed is not None and self._hub.now() - self._looked < PROPAGATION:
            return deployed
        api_id, stage = find_stage(self._clients("apigateway"))
        self._looked = self._hub.now()
        if deployed is not None and deployed.api.stage.deployment_id == stage.deployment_id:
            deployed = self._deployed = replace(deployed, api=replace(deployed.api, stage=stage))
        else:
            api = read_api(api_id, stage, self._clients)
            flaws = flaws_of(api)
            if flaws:
                raise ApiMisconfigured(flaws)
            deployed = self._deployed = _Deployed(
                api=api,
                routes=Routes(api.resources),
                validation=RequestValidation(api),
                templates={text: Template(text) for text in templates_of(api)},
            )
        return deployed
