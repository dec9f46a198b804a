"""Mapping expressions: `method.request.header.X`, `context.Y`, `stageVariables.Z`, `'static'` and their like.

https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from local.gateway.context import Context, Json
from local.gateway.integrations.answer import Answer
from local.gateway.json_text import InvalidJson, dumps, loads
from local.gateway.message import Request, values_of
from local.gateway.vtl.json_path import find

#: What the gateway understands on the right-hand side of a mapping of a request or of a gateway response.
REQUEST_EXPRESSION = re.compile(
    r"'[^']*'|context(\.[\w:-]+)+|stageVariables\.\w+|method\.request\.body(\..+)?"
    r"|method\.request\.(header|path|querystring|multivalueheader|multivaluequerystring)\.[\w.$-]+"
)
#: The same for a mapping of an integration's response.
RESPONSE_EXPRESSION = re.compile(
    r"'[^']*'|context(\.[\w:-]+)+|stageVariables\.\w+"
    r"|integration\.response\.body(\..+)?|integration\.response\.(multivalue)?header\.[\w.$-]+"
)


@dataclass(frozen=True)
class Sources:
    """Where expressions take their values from."""

    request: Request
    path_parameters: Mapping[str, str]
    context: Context
    answer: Answer | None = None

    def value(self, expression: str) -> str | None:
        """Return what an expression stands for, the last of several, None where that is absent."""
        values = self.values(expression)
        return values[-1] if values else None

    def values(self, expression: str) -> tuple[str, ...]:
        """Return all that an expression stands for, in order."""
        origin, _, rest = expression.partition(".multivalue")
        location, _, name = rest.partition(".")
        if origin == "method.request" and location == "header":
            return tuple(self.request.header_values(name))
        if origin == "method.request":
            return tuple(self.request.query_values().get(name, ()))
        if origin == "integration.response":
            return tuple(values_of(self.answer.headers, name)) if self.answer is not None else ()
        value = self._single(expression)
        return () if value is None else (value,)

    def _single(self, expression: str) -> str | None:
        if expression.startswith("'"):
            return expression[1:-1]
        origin, _, rest = expression.partition(".")
        match origin:
            case "context":
                return _text(_member(self.context.as_json(), rest.split(".")))
            case "stageVariables":
                return self.context.api.stage.variables.get(rest)
            case "method":
                return self._of_request(rest.removeprefix("request."))
            case _:
                return self._of_answer(rest.removeprefix("response."))

    def _of_request(self, expression: str) -> str | None:
        location, _, name = expression.partition(".")
        match location:
            case "header":
                return self.request.header(name)
            case "path":
                return self.path_parameters.get(name)
            case "querystring":
                return self.request.query_values().get(name, [None])[-1]
            case _:
                return _of_body(self.request.body, name)

    def _of_answer(self, expression: str) -> str | None:
        if self.answer is None:
            return None
        location, _, name = expression.partition(".")
        if location == "body":
            return _of_body(self.answer.body, name)
        values = values_of(self.answer.headers, name)
        return values[-1] if values else None


def _of_body(body: bytes, path: str) -> str | None:
    text = body.decode(errors="replace")
    if not path:
        return text
    try:
        return _text(find(loads(text), f"$.{path}"))
    except InvalidJson:
        return None


def _member(value: Json, path: list[str]) -> Json:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return dumps(value)
