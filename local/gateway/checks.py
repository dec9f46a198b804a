"""What is wrong with an API before any request comes: what AWS would not deploy, what is not possible here.

AWS names most of these at put_integration and put_integration_response; moto takes everything.
"""

import re
from collections.abc import Iterator, Mapping

from local.gateway.api import IntegrationResponse, Method, RestApi
from local.gateway.integrations import function, sqs
from local.gateway.json_text import InvalidJson, loads
from local.gateway.parameters import REQUEST_EXPRESSION, RESPONSE_EXPRESSION
from local.gateway.validation import BUILT_IN_MODELS
from local.gateway.vtl.java import TemplateRefused
from local.gateway.vtl.template import Template


def flaws_of(api: RestApi) -> list[str]:
    """Return everything that is wrong with an API, each in one sentence that names the place."""
    flaws = [f"model {name}: {flaw}" for name, text in api.models.items() for flaw in _of_model(text)]
    for resource in api.resources:
        for verb, method in resource.methods.items():
            place = f"{verb} {resource.path}"
            flaws += [f"{place}: {flaw}" for flaw in _of_method(api, method)]
    for kind, response in api.gateway_responses.items():
        place = f"gateway response {kind}"
        flaws += [f"{place}: {flaw}" for flaw in _of_expressions(response.parameters, REQUEST_EXPRESSION)]
    return flaws


def templates_of(api: RestApi) -> Iterator[str]:
    """Go through the text of every template of an API that is not empty."""
    for resource in api.resources:
        for method in resource.methods.values():
            yield from filter(None, method.integration.templates.values())
            for response in method.integration.responses:
                yield from filter(None, response.templates.values())


def _of_method(api: RestApi, method: Method) -> Iterator[str]:
    integration = method.integration
    if method.authorization not in ("NONE", "AWS_IAM"):
        yield f"the local gateway authorizes by AWS_IAM or not at all, not by {method.authorization}"
    for model in method.models.values():
        if model not in api.models and model not in BUILT_IN_MODELS:
            yield f"there is no model {model}"
    yield from _of_integration(method)
    yield from _of_expressions(integration.parameters, REQUEST_EXPRESSION)
    for name, expression in integration.parameters.items():
        if re.match(r"method\.request\.(header|path|querystring)\.", expression) and (
            expression not in method.parameters
        ):
            yield f"{name} is mapped from {expression}, which the method does not declare"
    for text in integration.templates.values():
        yield from _of_template(text)
    for response in integration.responses:
        yield from _of_response(method, response)


def _of_integration(method: Method) -> Iterator[str]:
    integration = method.integration
    match integration.type:
        case "MOCK":
            pass
        case "AWS_PROXY" if function.URI.fullmatch(integration.uri):
            if integration.http_method != "POST":
                yield "functions are invoked by POST"
        case "AWS" if sqs.URI.fullmatch(integration.uri):
            if integration.credentials is None:
                yield "API Gateway needs a role to send to SQS"
        case _:
            yield f"the local gateway has no {integration.type} integration with {integration.uri}"


def _of_response(method: Method, response: IntegrationResponse) -> Iterator[str]:
    if response.status not in method.responses:
        yield f"an integration response gives {response.status}, which is no method response"
    for name in response.parameters:
        if name not in method.responses.get(response.status, ()):
            yield f"the method response {response.status} does not declare {name}"
    yield from _of_expressions(response.parameters, RESPONSE_EXPRESSION)
    for text in response.templates.values():
        yield from _of_template(text)
    try:
        re.compile(response.pattern or "")
    except re.error as error:
        yield f"the selection pattern {response.pattern} is no regular expression: {error}"


def _of_expressions(parameters: Mapping[str, str], known: re.Pattern[str]) -> Iterator[str]:
    for name, expression in parameters.items():
        if not known.fullmatch(expression):
            yield f"{name} is mapped from {expression}, which the local gateway does not know"


def _of_template(text: str) -> Iterator[str]:
    try:
        Template(text)
    except TemplateRefused as error:
        yield f"{error}, in: {text}"


def _of_model(text: str) -> Iterator[str]:
    try:
        loads(text)
    except InvalidJson as error:
        yield str(error)
