"""What a stack refuses to do, for a person: a template it does not understand, a port that is taken."""

from collections.abc import Iterator
from contextlib import contextmanager

from local.assembly.errors import AssemblyError
from local.cli.failure import Failure
from local.gateway import ApiMisconfigured
from local.provision.errors import NotCreated, Unsupported
from local.server import PortInUse


@contextmanager
def as_failures() -> Iterator[None]:
    """Turn such an error into a Failure with the same words."""
    try:
        yield
    except (ApiMisconfigured, AssemblyError, NotCreated, PortInUse, Unsupported) as error:
        raise Failure(str(error)) from error
