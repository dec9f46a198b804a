"""A whole local stack: moto filled from a template and set in motion. Composition only."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

import httpx
from moto import mock_aws

from local import moto_fixes
from local.account import ACCOUNT_ID, REGION
from local.clients import ClientFactory, client
from local.clock import Clock, VirtualClock
from local.decoys import decoys
from local.endpoint import Endpoint
from local.engine import aws_calls, botocore_loading
from local.engine.aws_calls import AwsCalls
from local.engine.child_processes import ChildProcesses
from local.engine.engine import Engine
from local.engine.environments import EnvironmentKind, Environments
from local.engine.in_process import InProcess
from local.faults import Faults
from local.filling import Outputs, fill
from local.gateway import Gateway
from local.hub import Hub
from local.moto_fixes.sesv2.account import SentMail, sent_mails
from local.pending import pending
from local.permissions import Guard
from local.seeding import seeded
from local.signing import SignedBy
from local.stack_clock import StackClock
from local.transport import InProcessTransport
from local.users import User

#: Where the HTTP interface is reached.
API_URL = "http://127.0.0.1:8000"

#: Where the AWS API of `make run` is reached over HTTP.
AWS_URL = "http://127.0.0.1:4566"


class NotInTime(AssertionError):
    """What was waited for has not happened, and time is up or nothing can happen any more."""


class Unreachable(RuntimeError):
    """What was asked for cannot be done to functions that run in child processes."""


class LocalStack:
    """moto, provisioned and animated, from `start` to `stop`; a context manager does both.

    Args:
        assembly: the synthesized cloud assembly (cdk.out); None leaves moto empty.
        clock: virtual unless given.
        seed: fixes the order of everything on a virtual clock.
        log: hears each line of each function's log, with the function's physical name.
        aws_url: where S3 is reached over HTTP; links signed by handlers lead there. Child processes reach
            all of AWS there, so for them somebody has to serve the endpoint.
        environments: where the code of functions runs; child processes need the real clock.

    Attributes:
        client: returns the boto3 client of a service.
        hub: owns the time and the turn.
        clock: tells the time and lets it pass.
        outputs: of each stack, by stack and name.
        gateway: answers requests to the HTTP interface.
        endpoint: answers requests to the AWS API.
        guard: decides who may do what, and knows which permissions were used.
    """

    def __init__(
        self,
        assembly: Path | None = None,
        *,
        clock: Clock | None = None,
        seed: int = 0,
        log: Callable[[str, str], None] = lambda _function, _line: None,
        aws_url: str = AWS_URL,
        environments: Environments = Environments.IN_PROCESS,
    ) -> None:
        self.client: ClientFactory = client
        clock = clock or VirtualClock()
        if environments is Environments.CHILD_PROCESSES and isinstance(clock, VirtualClock):
            raise Unreachable("child processes have their own time: give the stack a RealClock")
        self.hub = Hub(clock, seed)
        self.clock = StackClock(self.hub)
        self.outputs: Outputs = {}
        self._faults = Faults(self.function)
        self._environments = environments
        self._assembly = assembly
        self._seed = seed
        self._aws_url = aws_url
        self._log = log
        self._undo = ExitStack()

    def start(self) -> Self:
        """Fill moto and set it in motion. Raises where the assembly asks for what cannot be done here."""
        with ExitStack() as undo:
            undo.enter_context(decoys(self._aws_url))
            self.guard = Guard(tell=lambda line: self._log("permissions", line))
            calls = AwsCalls(self.hub, self.guard)
            calls.start()
            undo.callback(calls.stop)
            undo.enter_context(_moto_of(self.hub))
            undo.callback(self.hub.stop)
            self.outputs = fill(self._assembly, self.hub.now())
            undo.enter_context(seeded(self._seed))
            kind = self._environment_kind()
            undo.callback(kind.stop)
            self._engine = Engine(
                self.hub,
                calls,
                client=client,
                account=ACCOUNT_ID,
                region=REGION,
                aws_url=self._aws_url,
                environments=kind,
                keys=self.guard.keys,
                log=self._log,
            )
            moto_fixes.set_invoker(self._engine.invoke_api.answer)
            undo.callback(moto_fixes.set_invoker, None)
            moto_fixes.set_deliverer(self._engine.rule_targets.deliver)
            undo.callback(moto_fixes.set_deliverer, None)
            moto_fixes.set_notifier(self._engine.object_notices.deliver)
            undo.callback(moto_fixes.set_notifier, None)
            moto_fixes.set_gatekeeper(self.guard.require)
            undo.callback(moto_fixes.set_gatekeeper, None)
            self._engine.start()
            self.gateway = Gateway(client, self.guard, self.hub)
            if self._assembly is not None:
                self.hub.call(self.gateway.load, "reading the API")
            self.endpoint = Endpoint(self.guard.keys, self.hub.now, self.gateway.handle_at)
            self._undo = undo.pop_all()
        return self

    def stop(self) -> None:
        """End everything and forget it."""
        self._undo.close()

    __enter__ = start

    def __exit__(self, *_: object) -> None:
        self.stop()

    def http(self, user: User | None = None) -> httpx.Client:
        """Return a client of the HTTP interface that signs as `user`, or not at all; it needs no socket.

        Links to S3, which carry their own signature, are followed as well.
        """
        handlers = {API_URL: self.gateway.handle, self._aws_url: self.endpoint.handle}
        return httpx.Client(
            base_url=API_URL,
            transport=InProcessTransport(self.hub, handlers),
            auth=None if user is None else SignedBy(user.access_key, user.secret_key),
        )

    def _environment_kind(self) -> EnvironmentKind:
        match self._environments:
            case Environments.IN_PROCESS:
                return InProcess(self.hub, self._faults, Path.cwd())
            case Environments.CHILD_PROCESSES:
                return ChildProcesses(self.hub, self._aws_url)

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose. Raises Unreachable where functions run in child processes."""
        if self._environments is not Environments.IN_PROCESS:
            raise Unreachable("no fault can strike in a child process: the functions' calls come over HTTP")
        return self._faults

    @property
    def mails(self) -> tuple[SentMail, ...]:
        """What SES has taken to be sent, in that order; no operation of SES shows it."""
        return sent_mails(REGION)

    # -- functions -----------------------------------------------------------------------------------

    def function(self, name: str) -> str:
        """Return the physical name of a function, of which `name` is the whole or the last part.

        Raises LookupError unless there is exactly one.
        """
        names = self._engine.functions.names()
        found = [full for full in names if full == name] or [
            full for full in names if full.endswith(f"-{name}")
        ]
        if len(found) != 1:
            raise LookupError(f"{name!r} is not the name of one function of {sorted(names)}")
        return found[0]

    def disable(self, function: str) -> None:
        """Let `function` take no more from its queues; what waits there waits on."""
        self._set_mappings(function, enabled=False)

    def enable(self, function: str) -> None:
        """Let `function` take from its queues again."""
        self._set_mappings(function, enabled=True)

    def _set_mappings(self, function: str, *, enabled: bool) -> None:
        physical = self.function(function)
        lambda_ = client("lambda")
        for mapping in lambda_.list_event_source_mappings()["EventSourceMappings"]:
            if mapping["FunctionArn"].rpartition(":")[2] == physical:
                lambda_.update_event_source_mapping(UUID=mapping["UUID"], Enabled=enabled)

    # -- time ----------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Run everything that can run without time passing."""
        self.hub.settle()

    def run_until(self, predicate: Callable[[], bool], *, within: float) -> None:
        """Let time pass, event by event, until `predicate` holds.

        It is asked only when nothing is left to do before time has to pass. Raises NotInTime if it does not
        hold within so many seconds.
        """
        deadline = self.hub.now() + within
        while True:
            self.hub.settle()
            if predicate():
                return
            if not self._pass_to_next_event(deadline):
                raise NotInTime(f"not within {within:g} s; still waiting: {pending()}")

    def _pass_to_next_event(self, deadline: float) -> bool:
        before = self.hub.now()
        self.hub.run(until=lambda: self.hub.now() > before, horizon=deadline)
        return before < self.hub.now() <= deadline


@contextmanager
def _moto_of(hub: Hub) -> Iterator[None]:
    """Start moto afresh, on the hub's clock."""
    aws_calls.install()
    botocore_loading.install()
    moto_fixes.install()
    hub.clock.start()
    moto = mock_aws(
        config={"core": {"mock_credentials": False}, "stepfunctions": {"execute_state_machine": True}}
    )
    try:
        moto.start()
        moto_fixes.attach(hub)
        yield
    finally:
        moto_fixes.detach()
        moto.stop()
        hub.clock.stop()
