"""Points every test at the endpoint it is to be run on, and lets none in that names no source."""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.conformance.aws import Aws
from tests.conformance.behaviour import promise_of
from tests.conformance.in_process import InProcess
from tests.conformance.over_http import OverHttp
from tests.conformance.served import served
from tests.conformance.target import EMULATORS_INVOKE_PATH, Target, TooLong

HERE = Path(__file__).parent
#: A stage's address at AWS:
#: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
AWS_INVOKE_URL = "https://{api}.execute-api.{region}.amazonaws.com/{stage}"
EMULATORS_KEYS = ("test", "test")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE) and promise_of(getattr(item, "obj", None)) is None:
            raise pytest.UsageError(f"{item.nodeid} names no source: @behaviour(url, quote)")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.excinfo is not None and call.excinfo.errisinstance(TooLong):
        report.user_properties.append(("outcome", "too long"))
    return report


@pytest.fixture(scope="session")
def in_process() -> InProcess:
    """Our endpoint on virtual time."""
    target = InProcess()
    # What has been imported stays: the garbage collector need not walk through it at every test.
    gc.collect()
    gc.freeze()
    return target


@pytest.fixture(scope="session")
def with_child_processes() -> Iterator[OverHttp]:
    """Our endpoint with child processes."""
    with served() as target:
        yield target


@pytest.fixture(scope="session")
def elsewhere() -> OverHttp | None:
    """The endpoint that ENDPOINT names: "aws", or the address of an emulator's AWS API."""
    match os.environ.get("ENDPOINT", "").rstrip("/"):
        case "":
            return None
        case "aws":
            return OverHttp("aws", None, AWS_INVOKE_URL)
        case url:
            return OverHttp(url, url, url + EMULATORS_INVOKE_PATH, EMULATORS_KEYS)


@pytest.fixture
def target(request: pytest.FixtureRequest, elsewhere: OverHttp | None) -> Target:
    """The endpoint of this test."""
    if elsewhere is not None:
        return elsewhere
    wants_processes = request.node.get_closest_marker("child_processes") is not None
    chosen: Target = request.getfixturevalue("with_child_processes" if wants_processes else "in_process")
    return chosen


@pytest.fixture
def aws(target: Target) -> Iterator[Aws]:
    """The AWS API, with nothing of this test's in it."""
    with target.fresh():
        yield Aws(target)
