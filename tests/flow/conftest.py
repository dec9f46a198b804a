"""A fresh local stack for each test: the kit's own, from the synthesized template, or an empty one."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from local.engine.environments import Environments
from local.stack import LocalStack
from local.users import ALICE, BOB
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.local.handmade import Handmade
from tests.flow.local.kinds import empty_stack

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def warm_assembly(assembly: Path) -> Path:
    """The synthesized app, provisioned once in this process, so that each test's stack starts from a copy."""
    with LocalStack(assembly):
        pass
    # What has been imported stays: the garbage collector need not walk through it at every test.
    gc.collect()
    gc.freeze()
    return assembly


@pytest.fixture
def log() -> list[tuple[str, str]]:
    """What the functions of the test's stack have logged: the function's physical name, and a line."""
    return []


@pytest.fixture
def stack(
    assembly: Path,
    warm_assembly: Path,
    log: list[tuple[str, str]],
    watched: Callable[[LocalStack], None],
    request: pytest.FixtureRequest,
) -> Iterator[LocalStack]:
    """The kit's own stack, fresh; or a fork's, whose permissions nobody asks about.

    Here, where the tests of the kit itself lie, no workload hears of its jobs: each would start anew for
    every test. Those in the folders of the workloads have them all.
    """
    with LocalStack(warm_assembly, log=lambda function, line: log.append((function, line))) as stack:
        if warm_assembly == assembly:
            watched(stack)
        if request.path.parent == HERE:
            _silence(stack)
        yield stack


def _silence(stack: LocalStack) -> None:
    events = stack.client("events")
    bus = "offload-dev"
    for rule in events.list_rules(EventBusName=bus)["Rules"]:
        if rule["Name"] != f"{bus}-submitter":
            events.disable_rule(Name=rule["Name"], EventBusName=bus)


@pytest.fixture
def alice(stack: LocalStack) -> httpx.Client:
    """Alice at the HTTP interface."""
    return stack.http(ALICE)


@pytest.fixture
def bob(stack: LocalStack) -> httpx.Client:
    """Bob at the HTTP interface."""
    return stack.http(BOB)


@pytest.fixture
def caller(stack: LocalStack) -> Caller:
    """Alice, who uploads, submits, and follows her jobs."""
    return Caller(stack, ALICE)


@pytest.fixture
def stranger(stack: LocalStack) -> Caller:
    """Bob, who does the same and owns other jobs."""
    return Caller(stack, BOB)


@pytest.fixture
def account(stack: LocalStack) -> Account:
    """The AWS account behind the HTTP interface."""
    return Account(stack)


@pytest.fixture
def environments() -> Environments:
    """Where functions run; a test with `both_kinds` runs once for each kind."""
    return Environments.IN_PROCESS


@pytest.fixture
def handmade(log: list[tuple[str, str]], environments: Environments) -> Iterator[Handmade]:
    """An empty local stack, on which things are made by hand."""
    with empty_stack(environments, lambda function, line: log.append((function, line))) as stack:
        yield Handmade(stack, log)
