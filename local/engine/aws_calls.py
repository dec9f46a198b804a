"""Every AWS call of this process passes here, on its way to moto.

It is where the hub may give the turn to somebody else, where a function's call can be seen from outside (its
invocation may have ended, or a fault strike), and where moto's resources are seen to change. moto itself
runs in the host's surroundings, not in those of the handler that calls.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.handlers import BUILTIN_HANDLERS
from botocore.utils import EVENT_ALIASES
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.common_types import TYPE_RESPONSE
from moto.core.models import botocore_stubber

from local.engine.refusal import Refusal
from local.hub import Hub
from local.permissions import Guard, acting_as

#: Operations that change what the engine looks after, of the services that name theirs in a header.
_CHANGES = {
    **dict.fromkeys(
        ("PutRule", "DeleteRule", "EnableRule", "DisableRule", "PutTargets", "RemoveTargets"), "events"
    ),
    **dict.fromkeys(("CreateTable", "DeleteTable", "UpdateTimeToLive"), "dynamodb"),
}

#: Of a service with several names the last one here is the client's, but for these.
_CLIENT_NAMES = {alias: name for name, alias in EVENT_ALIASES.items()} | {
    "dynamodb-streams": "dynamodbstreams",
    "eventbridge": "events",
}


@dataclass(frozen=True)
class AwsCall:
    """One call of the AWS API.

    Attributes:
        service: as boto3 names its client, such as "dynamodb".
        operation: as the API names it, such as "UpdateItem".
    """

    service: str
    operation: str


class Caller(ABC):
    """Surroundings that want to know of the calls made within them. Either method may never return."""

    @abstractmethod
    def enter(self) -> None:
        """Put the surroundings in place."""

    @abstractmethod
    def leave(self) -> None:
        """Take them away again."""

    @abstractmethod
    def before(self, call: AwsCall) -> Refusal | None:
        """Take note that `call` is about to be made; others may have had a turn just now.

        Returns how AWS refuses the call, None where moto is to answer it.
        """

    @abstractmethod
    def after(self, call: AwsCall) -> None:
        """Take note that `call` has been answered; others may have had a turn meanwhile."""


class _Host:
    """The surroundings moto runs in: the process as the hub found it."""

    def enter(self) -> None:
        """Nothing to put in place."""

    def leave(self) -> None:
        """Nothing to take away."""


class AwsCalls:
    """Watches the calls while one stack is up.

    Args:
        hub: gets a chance to give the turn away at each call made in one of its tasks.
        guard: answers who may not make a call.
    """

    def __init__(self, hub: Hub, guard: Guard) -> None:
        self._hub = hub
        self._guard = guard
        self._thread = threading.get_ident()
        self._host = _Host()
        self._on_change: dict[str, list[Callable[[], None]]] = {}

    def start(self) -> None:
        """Begin to watch. Raises RuntimeError while another stack is up: this process has only one moto."""
        global _watching
        if _watching is not None:
            raise RuntimeError("a process holds one local stack at a time: stop the other one first")
        _watching = self

    def stop(self) -> None:
        """Watch no more."""
        global _watching
        _watching = None

    def on_change(self, service: str, react: Callable[[], None]) -> None:
        """Call `react` whenever the resources of `service` (such as "lambda") may have changed.

        Items, events and invocations are not resources. `react` must not wait.
        """
        self._on_change.setdefault(service, []).append(react)

    def send(self, event_name: str, request: AWSPreparedRequest) -> AWSResponse | None:
        """Let moto answer a call of one of this process's own clients."""
        task = self._hub.current
        if task is None or threading.get_ident() != self._thread:
            return botocore_stubber(event_name, request)
        caller = task.surroundings if isinstance(task.surroundings, Caller) else None
        _, service, operation = event_name.split(".")
        call = AwsCall(_CLIENT_NAMES.get(service, service), operation)
        self._hub.pause()
        refusal = caller.before(call) if caller is not None else None
        if refusal is not None:
            response: AWSResponse | None = refusal.answer(call.service, request.url)
        else:
            with self._hub.inside(self._host):
                response = botocore_stubber(event_name, request)
        if caller is not None:
            caller.after(call)
        return response

    def answer(self, stubber: BotocoreStubber, request: AWSPreparedRequest) -> TYPE_RESPONSE | None:
        """Answer a call, by whatever door it came: with a refusal, or with what moto says."""
        refused = self._guard.answer(request)
        if refused is not None:
            return refused
        # What moto calls on the way, it calls itself.
        with acting_as(None):
            response = _process_request(stubber, request)
        self._passed(request)
        return response

    def _passed(self, request: AWSPreparedRequest) -> None:
        """Take note of a call that moto has answered."""
        service = _changed_service(request)
        for react in self._on_change.get(service, ()) if service is not None else ():
            react()


_watching: AwsCalls | None = None
_process_request = BotocoreStubber.process_request


def install() -> None:
    """Lead the calls of every client made from now on, and every request to moto, past here."""
    if BotocoreStubber.process_request is _process_request:
        # In the stubber's place, not before it: botocore calls all handlers, and moto would act twice.
        stubber = BUILTIN_HANDLERS.index(("before-send", botocore_stubber))
        BUILTIN_HANDLERS[stubber] = ("before-send", _on_send)
        setattr(BotocoreStubber, "process_request", _on_request)  # noqa: B010 - the way of both doors


def _on_send(event_name: str, request: AWSPreparedRequest, **_: object) -> AWSResponse | None:
    if _watching is None:
        return botocore_stubber(event_name, request)
    return _watching.send(event_name, request)


def _on_request(stubber: BotocoreStubber, request: AWSPreparedRequest) -> TYPE_RESPONSE | None:
    if _watching is None:
        return _process_request(stubber, request)
    return _watching.answer(stubber, request)


def _changed_service(request: AWSPreparedRequest) -> str | None:
    target = request.headers.get("X-Amz-Target")
    if target is not None:
        name = target.decode() if isinstance(target, bytes) else target
        return _CHANGES.get(name.rpartition(".")[2])
    url = urlsplit(request.url)
    service = (url.hostname or "").partition(".")[0]
    if service not in ("lambda", "scheduler") or request.method == "GET":
        return None
    return None if url.path.endswith("/invocations") else service
