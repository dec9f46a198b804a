"""API Gateway: a request in, a response out, by way of the steps that AWS takes and in their order.

Route, authorization, API key and throttling, size, validation, integration, integration response; whatever
refuses the request on the way is answered with a gateway response. One stage is served at the root, as a
custom domain name with an empty base path does; every stage at its own address.
"""

import logging
import random
from collections.abc import Mapping
from dataclasses import replace

from local.gateway import gateway_responses, refusals
from local.gateway.addresses import Address
from local.gateway.admission import Admission
from local.gateway.authorization.authorizers import Authorizers
from local.gateway.context import Context, open_context
from local.gateway.deployed import ApiMisconfigured, Deployed, NoSuchStage, Stages
from local.gateway.exchange import Exchange
from local.gateway.integrations.integrations import Integrations
from local.gateway.message import Request, Response
from local.gateway.parameters import Sources
from local.gateway.reading import ClientFactory
from local.gateway.refusals import Refusal
from local.gateway.vtl.java import TemplateRefused
from local.hub import Hub
from local.permissions import Guard

logger = logging.getLogger(__name__)

#: The largest body, and the largest sum of request line and headers, in bytes:
#: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
MAX_BODY = 10 * 1024 * 1024
MAX_HEADERS = 10_240
#: Statuses whose responses have no body, whatever a template made: RFC 9110.
BODILESS = frozenset({204, 304})


class Gateway:
    """The front door.

    Args:
        clients: makes the AWS client of a service, such as "sqs".
        guard: knows whose signatures count, and who may call what.
        hub: gives the time, the ids and the turns; `handle` runs in one of its tasks.
    """

    def __init__(self, clients: ClientFactory, guard: Guard, hub: Hub) -> None:
        self._hub = hub
        self._ids = random.Random(hub.random.getrandbits(64))
        self._stages = Stages(clients, hub.now)
        self._authorizers = Authorizers(clients, guard, hub.now)
        self._admission = Admission(clients)
        self._integrations = Integrations(clients, guard.keys, hub)

    def load(self) -> None:
        """Read every stage that is deployed. Raises ApiMisconfigured with all that is wrong with one."""
        self._stages.load()

    def handle(self, request: Request) -> Response:
        """Return the response to a request at the root; nothing is raised but what stops the hub's task."""
        try:
            deployed = self._stages.only()
        except ApiMisconfigured as error:
            return _cannot_serve(error)
        return self._answer(deployed, request, request, request.path)

    def handle_at(self, address: Address, request: Request) -> Response:
        """Return the response to a request at the address of a stage of its own, as `handle` does."""
        try:
            deployed = self._stages.find(address.api_id, address.stage)
        except ApiMisconfigured as error:
            return _cannot_serve(error)
        except NoSuchStage as error:
            logger.info("%s %s: %s", request.method, request.path, error)
            return gateway_responses.render_plain(refusals.forbidden())
        if not deployed.api.has_own_address:
            logger.info("%s %s: the API's own address is disabled", request.method, request.path)
            return gateway_responses.render_plain(refusals.forbidden())
        path = f"/{address.stage}{address.path}"
        return self._answer(deployed, request, replace(request, path=address.path), path)

    def _answer(self, deployed: Deployed, sent: Request, request: Request, path: str) -> Response:
        """Answer a request to a stage.

        Args:
            sent: as it came off the wire, and was signed.
            request: the same with its path below the stage.
            path: as `$context.path` shows it.
        """
        context = open_context(deployed.api, request, path, self._hub.now(), self._ids)
        response = self._serve(deployed, sent, context)
        ids = (("x-amzn-RequestId", context.request_id), ("x-amz-apigw-id", context.extended_request_id))
        body = b"" if response.status in BODILESS else response.body
        return Response(response.status, (*response.headers, *ids), body)

    def _serve(self, deployed: Deployed, sent: Request, context: Context) -> Response:
        request = context.request
        path_parameters: Mapping[str, str] = {}
        try:
            if _size_of_head(sent) > MAX_HEADERS:
                raise refusals.request_too_large()
            route = deployed.routes.match(request.method, request.path)
            if route is None:
                raise refusals.missing_authentication_token()
            context, path_parameters = context.at(route.resource), route.path_parameters
            context = context.by(self._authorizers.authorize(sent, route, context))
            context = self._admission.admit(route, context)
            if len(request.body) > MAX_BODY:
                raise refusals.request_too_large()
            deployed.validation.check(request, route)
            return self._integrations.answer(Exchange(request, route, context, deployed.templates))
        except Refusal as refusal:
            logger.info("%s %s: %s", request.method, request.path, refusal)
            cause = refusal
        except TemplateRefused as error:
            logger.error("%s %s: %s", request.method, request.path, error)
            cause = refusals.api_configuration_error()
        except Exception:  # whatever goes wrong behind it, API Gateway answers
            logger.exception("%s %s", request.method, request.path)
            cause = refusals.internal_error()
        sources = Sources(request, path_parameters, context)
        return gateway_responses.render(cause, deployed.api.gateway_responses, sources)


def _size_of_head(request: Request) -> int:
    line = len(request.method) + len(request.path) + len(request.query) + len("  ? HTTP/1.1")
    return line + sum(len(name) + len(value) for name, value in request.headers)


def _cannot_serve(error: ApiMisconfigured) -> Response:
    logger.error("%s", error)
    return Response(500, (("Content-Type", "text/plain; charset=utf-8"),), str(error).encode())
