"""Which operation of a REST service a method and a path mean, by the service's own model."""

import re
from collections.abc import Iterable

from botocore.model import ServiceModel


def rest_operation(
    model: ServiceModel, method: str, path: str, query: Iterable[tuple[str, str]]
) -> str | None:
    """Return the operation's name, None where the service has none; of several, the one that asks most."""
    names = {name for name, _ in query}
    found: list[tuple[int, int, str]] = []
    for operation in model.operation_names:
        http = model.operation_model(operation).http
        pattern, _, wanted = http["requestUri"].partition("?")
        keys = {pair.partition("=")[0] for pair in wanted.split("&") if pair}
        if http["method"] == method and keys <= names and _pattern(pattern).fullmatch(path):
            found.append((-len(keys), len(_required(model, operation)), operation))
    return min(found)[2] if found else None


def _required(model: ServiceModel, operation: str) -> list[str]:
    shape = model.operation_model(operation).input_shape
    return list(shape.required_members) if shape is not None else []


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", template.rstrip("/") or "/")
    return re.compile("".join(_part(part) for part in parts))


def _part(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    return ".+" if part.endswith("+}") else "[^/]+"
