"""The outbox: what becomes of a job is told on the bus, from the job store's stream."""

import pytest

from local.stack import LocalStack
from tests.flow.bus import Listener
from tests.flow.callers import Caller
from tests.flow.thumbnails import submit_photo


@pytest.fixture
def listener(stack: LocalStack) -> Listener:
    """Somebody who hears all that is told of jobs."""
    return Listener(stack)


def test_x(caller: Caller, listener: Listener) -> None:
    job = caller.follow(submit_photo(caller))
    for told in listener.heard():
        print(told)
    print(job)
