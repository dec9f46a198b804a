"""All that moto holds, as bytes: taken once, and put back in a hundredth of the time it took to make.

Knows how moto keeps its state, and nothing of what is in it.
"""

import io
import pickle
import threading
from dataclasses import dataclass
from types import FunctionType
from typing import Any
from weakref import WeakValueDictionary

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from moto.core.base_backend import BackendDict

_RLOCK = type(threading.RLock())


@dataclass(frozen=True)
class MotoState:
    """The state of all of moto's backends at one instant.

    Attributes:
        services: which services' backends the pickle has, in its order.
        pickled: account, region and backend of each, in one graph, since backends refer to each other.
        shared: what the pickle refers to: things that never change and cannot be pickled.
    """

    services: tuple["BackendDict[Any]", ...]
    pickled: bytes
    shared: tuple[object, ...]


def save() -> MotoState:
    """Return moto's state. No task may be waiting in it."""
    services = tuple(BackendDict._instances)  # type: ignore[misc]  # of whatever backend
    file = io.BytesIO()
    pickler = _Pickler(file)
    pickler.dump([list(service.iter_backends()) for service in services])
    return MotoState(services, file.getvalue(), tuple(pickler.shared))


def restore(state: MotoState) -> None:
    """Bring moto, which has just been started and holds nothing, to `state`."""
    regions = _Unpickler(io.BytesIO(state.pickled), state.shared).load()
    for service, backends in zip(state.services, regions, strict=True):
        for account, region, backend in backends:
            service[account][region] = backend


class _Pickler(pickle.Pickler):
    """Pickles what moto's objects are made of, locks and weak references among them."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self.shared: list[object] = []

    def persistent_id(self, obj: object) -> int | None:
        """Return the place of `obj` among what is shared, None if it is to be pickled."""
        if not (isinstance(obj, RSAPrivateKey) or _is_nameless(obj)):
            return None
        self.shared.append(obj)
        return len(self.shared) - 1

    def reducer_override(self, obj: object) -> Any:
        """Let locks be made anew, and dictionaries of weak references from what they refer to."""
        if isinstance(obj, _RLOCK):
            return threading.RLock, ()
        if isinstance(obj, WeakValueDictionary):
            return WeakValueDictionary, (dict(obj),)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, shared: tuple[object, ...]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, pid: int) -> object:
        """Return what is shared at a place."""
        return self._shared[pid]


def _is_nameless(obj: object) -> bool:
    """Tell whether `obj` is a function that cannot be found by its name and holds nothing."""
    return isinstance(obj, FunctionType) and "<" in obj.__qualname__ and obj.__closure__ is None
