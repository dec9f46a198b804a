"""One request on its way through the gateway, from its route on: what templates and mappings may look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from local.gateway.context import Context
from local.gateway.integrations.answer import Answer
from local.gateway.message import Request
from local.gateway.parameters import Sources
from local.gateway.routes import Route
from local.gateway.vtl.functions import InputVariable, Utilities
from local.gateway.vtl.java import JavaMap, to_python
from local.gateway.vtl.template import Template


class Exchange:
    """A request, its route and its context, and what templates have overridden so far.

    Args:
        templates: text → parsed template, of the whole API.
    """

    def __init__(
        self, request: Request, route: Route, context: Context, templates: Mapping[str, Template]
    ) -> None:
        self.request = request
        self.route = route
        self.context = context
        self._templates = templates
        # Shared by the request's and the response's templates, so what one overrides the other sees.
        self._variables = JavaMap(
            context.as_json()
            | {
                "requestOverride": {"path": {}, "header": {}, "querystring": {}},
                "responseOverride": {"header": {}},
            }
        )

    def render(self, template: str, body: bytes) -> str:
        """Return what a template makes of a body: the request's, or the integration's answer."""
        request = self.request
        return self._templates[template].render(
            {
                "context": self._variables,
                "input": InputVariable(
                    body.decode(errors="replace"),
                    path=self.route.path_parameters,
                    querystring={name: values[-1] for name, values in request.query_values().items()},
                    header=dict(request.headers),
                ),
                "stageVariables": dict(self.context.api.stage.variables),
                "util": Utilities(),
            }
        )

    def sources(self, answer: Answer | None = None) -> Sources:
        """Return where mapping expressions take their values from."""
        return Sources(self.request, self.route.path_parameters, self.context, answer)

    @property
    def request_overrides(self) -> "RequestOverrides":
        """What templates have set in `$context.requestOverride`."""
        overrides = _members(self._variables.get("requestOverride"))
        return RequestOverrides(
            header=_texts(overrides.get("header")),
            path=_texts(overrides.get("path")),
            querystring=_texts(overrides.get("querystring")),
        )

    @property
    def response_overrides(self) -> "ResponseOverrides":
        """What templates have set in `$context.responseOverride`; a status that is none counts as unset."""
        overrides = _members(self._variables.get("responseOverride"))
        status = overrides.get("status")
        if not isinstance(status, int) or not 100 <= status < 600:
            status = None
        return ResponseOverrides(status, _texts(overrides.get("header")))


@dataclass(frozen=True)
class RequestOverrides:
    """Parameters of the integration's request, by name."""

    header: Mapping[str, str]
    path: Mapping[str, str]
    querystring: Mapping[str, str]


@dataclass(frozen=True)
class ResponseOverrides:
    """Status and headers of the caller's response."""

    status: int | None
    header: Mapping[str, str]


def _members(value: object) -> Mapping[str, object]:
    members = to_python(value)
    return members if isinstance(members, dict) else {}


def _texts(value: object) -> Mapping[str, str]:
    return {name: str(text) for name, text in value.items()} if isinstance(value, dict) else {}
