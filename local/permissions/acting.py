"""In whose name a call is made where no key says it: a poller, a rule, an API with a role.

What is said here holds for the calls a piece of code makes itself, not for what they set in motion.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from local.permissions.principal import Principal

# Each task of the hub is a greenlet and has a context of its own: a new task begins with nobody.
_acting: ContextVar[Principal | None] = ContextVar("acting", default=None)


@contextmanager
def acting_as(principal: Principal | None) -> Iterator[None]:
    """Make the calls within in the name of `principal`; None: of the key that signs them."""
    token = _acting.set(principal)
    try:
        yield
    finally:
        _acting.reset(token)


def acting() -> Principal | None:
    """Return in whose name calls are made now, None where their keys say it."""
    return _acting.get()
