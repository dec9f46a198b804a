"""What is wrong with an API before any request comes: what AWS would not deploy, what is not possible here.

AWS names most of these at put_integration and put_integration_response; moto takes everything.
"""

import re
from collections.abc import Iterator, Mapping

from local.gateway.api import Authorizer, IntegrationResponse, Method, RestApi
from local.gateway.integrations import function, service
from local.gateway.json_text import InvalidJson, loads
from local.gateway.parameters import REQUEST_EXPRESSION, RESPONSE_EXPRESSION
from local.gateway.refusals import RESPONSE_TYPES
from local.gateway.validation import BUILT_IN_MODELS
from local.gateway.vtl.java import TemplateRefused
from local.gateway.vtl.template import Template

#: How long an integration may take, in seconds.
SHORTEST, LONGEST = 0.05, 29.0

#: How a method names the kinds of authorizers.
_AUTHORIZER_TYPES: Mapping[str, frozenset[str]] = {
    "COGNITO_USER_POOLS": frozenset({"COGNITO_USER_POOLS"}),
    "CUSTOM": frozenset({"TOKEN", "REQUEST"}),
}


def flaws_of(api: RestApi) -> list[str]:
    """Return everything that is wrong with an API, each in one sentence that names the place."""
    flaws = [f"model {name}: {flaw}" for name, text in api.models.items() for flaw in _of_model(text)]
    if api.policy:
        flaws.append("the local gateway does not apply the API's resource policy: Policy")
    for resource in api.resources:
        for verb, method in resource.methods.items():
            place = f"{verb} {resource.path}"
            flaws += [f"{place}: {flaw}" for flaw in _of_method(api, method)]
    for authorizer in api.authorizers.values():
        flaws += [f"authorizer {authorizer.name}: {flaw}" for flaw in _of_authorizer(authorizer)]
    for kind, response in api.gateway_responses.items():
        place = f"gateway response {kind}"
        if kind not in RESPONSE_TYPES:
            flaws.append(f"{place}: API Gateway has no such type")
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
    if method.authorization in _AUTHORIZER_TYPES:
        authorizer = api.authorizers.get(method.authorizer_id or "")
        if authorizer is None or authorizer.type not in _AUTHORIZER_TYPES[method.authorization]:
            yield f"there is no authorizer for {method.authorization}"
    elif method.authorization not in ("NONE", "AWS_IAM"):
        yield f"the local gateway knows no authorization by {method.authorization}"
    for model in method.models.values():
        if model not in api.models and model not in BUILT_IN_MODELS:
            yield f"there is no model {model}"
    yield from _of_integration(method)
    yield from _of_expressions(integration.parameters, REQUEST_EXPRESSION)
    for name, expression in integration.parameters.items():
        declared = expression.replace(".multivalue", ".")
        if re.match(r"method\.request\.(header|path|querystring)\.", declared) and (
            declared not in method.parameters
        ):
            yield f"{name} is mapped from {expression}, which the method does not declare"
    for text in integration.templates.values():
        yield from _of_template(text)
    for response in integration.responses:
        yield from _of_response(method, response)


def _of_integration(method: Method) -> Iterator[str]:
    integration = method.integration
    if not SHORTEST <= integration.timeout <= LONGEST:
        yield f"a timeout is from 50 ms to 29 s, not {integration.timeout:g} s"
    is_function = function.URI.fullmatch(integration.uri) is not None
    if is_function and integration.http_method != "POST":
        yield "functions are invoked by POST"
    if is_function and "${" in integration.uri:
        yield f"the local gateway puts no stage variables into a function's URI, such as {integration.uri}"
    match integration.type:
        case "MOCK":
            pass
        case "AWS_PROXY" if is_function:
            if integration.parameters:
                yield f"the local gateway maps no parameters for a proxy: {', '.join(integration.parameters)}"
        case "AWS" if is_function:
            pass
        case "AWS" if service.URI.fullmatch(integration.uri):
            role = integration.credentials
            if role is None:
                yield f"API Gateway needs a role to call {integration.uri}"
            elif ":role/" not in role:
                yield f"the local gateway calls a service as a role only, not as {role}"
        case _:
            yield f"the local gateway has no {integration.type} integration with {integration.uri}"


def _of_authorizer(authorizer: Authorizer) -> Iterator[str]:
    if authorizer.type == "COGNITO_USER_POOLS":
        if not authorizer.provider_arns:
            yield "it names no user pool"
        if len(authorizer.identity_sources) > 1:
            yield "it has more than one identity source"
        return
    if function.URI.fullmatch(authorizer.uri) is None:
        yield f"{authorizer.uri} is no function"
    if authorizer.type == "TOKEN" and len(authorizer.identity_sources) != 1:
        yield "a TOKEN authorizer has one identity source"
    if authorizer.lifetime and not authorizer.identity_sources:
        yield "without an identity source no verdict can be kept"
    for source in authorizer.identity_sources:
        if not REQUEST_EXPRESSION.fullmatch(source):
            yield f"the identity source {source} is one the local gateway does not know"


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
