"""Hands a request over to whatever is behind its method, and waits as long as the method says."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from local.gateway import refusals
from local.gateway.exchange import Exchange
from local.gateway.integration_request import make_integration_request
from local.gateway.integration_response import make_response
from local.gateway.integrations.function import URI as FUNCTION_URI
from local.gateway.integrations.function import answer_function
from local.gateway.integrations.function_call import call_function
from local.gateway.integrations.mock import answer_mock
from local.gateway.integrations.role import RoleSessions
from local.gateway.integrations.service import answer_service
from local.gateway.message import Response
from local.gateway.permissions import integrator
from local.gateway.reading import ClientFactory
from local.hub import Hub
from local.permissions import Keys, client_of

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

T = TypeVar("T")


class Integrations:
    """All that methods can hand their requests to.

    Args:
        clients: makes the AWS client of a service.
        keys: gives out the credentials that services are called with.
        hub: gives the turns, and the time an integration has.
    """

    def __init__(self, clients: ClientFactory, keys: Keys, hub: Hub) -> None:
        self._clients = clients
        self._hub = hub
        self._sessions = RoleSessions(keys)

    def answer(self, exchange: Exchange) -> Response:
        """Return the caller's response to what the integration answered. Raises a Refusal."""
        integration = exchange.route.method.integration
        if integration.type == "MOCK":
            answer = answer_mock(make_integration_request(exchange).body.decode(errors="replace"))
            return make_response(exchange, answer, str(answer.status))
        response = self._proxied(exchange) if integration.type == "AWS_PROXY" else self._mapped(exchange)
        traced = (*response.headers, ("X-Amzn-Trace-Id", exchange.context.trace_id))
        return Response(response.status, traced, response.body)

    def _proxied(self, exchange: Exchange) -> Response:
        integration, functions = exchange.route.method.integration, self._functions_for(exchange)
        return self._within(
            integration.timeout, lambda: answer_function(exchange, integration.uri, functions)
        )

    def _mapped(self, exchange: Exchange) -> Response:
        integration, context = exchange.route.method.integration, exchange.context
        request = make_integration_request(exchange)
        if FUNCTION_URI.fullmatch(integration.uri):
            functions = self._functions_for(exchange)
            answer, error = self._within(integration.timeout, lambda: call_function(request, functions))
            return make_response(exchange, answer, error)
        credentials = self._sessions.credentials(exchange)
        answer = self._within(
            integration.timeout,
            lambda: answer_service(request, self._clients, credentials, context.request_id),
        )
        return make_response(exchange, answer, str(answer.status))

    def _functions_for(self, exchange: Exchange) -> "LambdaClient":
        client: LambdaClient = self._clients("lambda")
        return client_of(client, lambda: integrator(exchange.route, exchange.context))

    def _within(self, seconds: float, work: Callable[[], T]) -> T:
        """Return what `work` returns; after `seconds` of the hub's clock the caller waits no more."""
        task = self._hub.spawn(work, "integration")
        task.observed = True
        if not task.done.wait(seconds):
            raise refusals.integration_timeout()
        return task.result()
