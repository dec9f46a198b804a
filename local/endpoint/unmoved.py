"""What moto would keep and nothing here would set in motion: the endpoint refuses to make it.

A pipe that takes nothing from its queue, or an API that nobody serves, would tell nobody that it is idle; a
function in another language than Python would fail at its first invocation only.
Knows operations by the requests that ask for them, and no service from within.
"""

import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from local.gateway.message import Request

#: Service, as signatures name it → method and path → what it would make.
_PATHS: Mapping[str, Mapping[re.Pattern[str], str]] = {
    "apigateway": {re.compile(r"POST /v2/apis/?"): "HTTP and WebSocket APIs"},
    "lambda": {re.compile(r"POST /2021-10-31/functions/[^/]+/url"): "function URLs"},
    "pipes": {re.compile(r"POST /v1/pipes/[^/]+"): "pipes"},
}
#: The same by the action that a form names.
_ACTIONS: Mapping[str, Mapping[str, str]] = {
    "cloudformation": dict.fromkeys(
        ("CreateChangeSet", "CreateStack", "UpdateStack"),
        "stacks through CloudFormation; `make run` reads the synthesized template itself",
    ),
}
#: Where a function's runtime is said.
_FUNCTIONS = re.compile(r"POST /2015-03-31/functions/?|PUT /2015-03-31/functions/[^/]+/configuration/?")


def unmoved(request: Request, service: str) -> str | None:
    """Return what a request would make that could not come alive, None if it makes no such thing.

    Args:
        request: to the endpoint.
        service: as its signature names it.
    """
    asked = f"{request.method} {request.path}"
    for path, what in _PATHS.get(service, {}).items():
        if path.fullmatch(asked):
            return what
    if service == "lambda" and _FUNCTIONS.fullmatch(asked):
        return _function(request.body)
    if service in _ACTIONS:
        action = parse_qs(request.body.decode(errors="replace")).get("Action", [""])[0]
        return _ACTIONS[service].get(action)
    return None


def _function(body: bytes) -> str | None:
    """Return what kind of function nothing here runs, None for one of Python and for what moto refuses."""
    try:
        asked = json.loads(body)
    except ValueError:
        return None
    if not isinstance(asked, dict):
        return None
    if asked.get("PackageType") == "Image":
        return "functions from container images; only zip archives run here"
    runtime = asked.get("Runtime")
    if isinstance(runtime, str) and not runtime.startswith("python"):
        return f"functions of the runtime {runtime}; only Python runs here"
    return None
