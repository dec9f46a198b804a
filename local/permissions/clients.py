"""Clients that call in somebody's name: of code that acts for a service and has no key of its own."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from local.permissions.acting import acting_as
from local.permissions.principal import Principal

C = TypeVar("C")


class _ClientOf:
    """A client whose operations are called in the name of whoever `principal` returns then."""

    def __init__(self, client: object, principal: Callable[[], Principal]) -> None:
        self._client = client
        self._principal = principal

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._client, name)
        if not callable(found) or isinstance(found, type):
            return found

        def call(*arguments: Any, **parameters: Any) -> Any:
            with acting_as(self._principal()):
                return found(*arguments, **parameters)

        return call


def client_of(client: C, principal: Callable[[], Principal]) -> C:
    """Return `client`, calling in the name of whoever `principal` returns at each call."""
    return cast(C, _ClientOf(client, principal))
