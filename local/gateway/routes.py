"""Which resource and method serve a path, and what the path's variables hold.

A fixed segment wins over a variable one, a variable one over the rest of the path (`{proxy+}`):
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from local.gateway.api import Method, Resource

FIXED, VARIABLE, REST = range(3)


@dataclass(frozen=True)
class Route:
    """A match: what serves the request, and the decoded values of the path's variables."""

    resource: Resource
    method: Method
    path_parameters: Mapping[str, str]


class Routes:
    """The resources of an API, ready to be asked."""

    def __init__(self, resources: tuple[Resource, ...]) -> None:
        self._resources = sorted(resources, key=_specificity)

    def match(self, http_method: str, path: str) -> Route | None:
        """Return the route of a request, None where the API has no such path or no such method on it."""
        segments = _segments(path)
        for resource in self._resources:
            variables = _variables(_segments(resource.path), segments)
            if variables is not None:
                method = resource.methods.get(http_method) or resource.methods.get("ANY")
                if method is not None:
                    return Route(resource, method, variables)
        return None


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")


def _kind(segment: str) -> int:
    if not segment.startswith("{"):
        return FIXED
    return REST if segment.endswith("+}") else VARIABLE


def _specificity(resource: Resource) -> list[int]:
    return [_kind(segment) for segment in _segments(resource.path)]


def _variables(pattern: list[str], path: list[str]) -> dict[str, str] | None:
    if _kind(pattern[-1]) == REST:
        if len(path) < len(pattern):
            return None
        path = [*path[: len(pattern) - 1], "/".join(path[len(pattern) - 1 :])]
    if len(pattern) != len(path):
        return None
    variables: dict[str, str] = {}
    for wanted, found in zip(pattern, path, strict=True):
        if _kind(wanted) == FIXED:
            if wanted != unquote(found):
                return None
        elif not found:
            return None
        else:
            variables[wanted.strip("{+}")] = unquote(found)
    return variables
