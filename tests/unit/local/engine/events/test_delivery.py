"""A delivery that fails is tried again where that may help, for as long as it may be, then buried."""

from collections.abc import Mapping

import pytest
from botocore.exceptions import ClientError

from local.clock import VirtualClock
from local.engine.events.delivery import Delivery
from local.engine.events.parcel import DeadLetter, Parcel, RetryPolicy
from local.hub import Hub


class Target:
    """A target that fails a number of times, and the dead-letter queue beside it."""

    def __init__(self, hub: Hub, failures: int, *, error: str = "ThrottlingException") -> None:
        self.hub = hub
        self.failures = failures
        self.error = error
        self.tried_at: list[float] = []
        self.letters: list[Mapping[str, str]] = []

    def send(self, parcel: Parcel) -> None:
        self.tried_at.append(self.hub.now() - parcel.sent)
        if len(self.tried_at) <= self.failures:
            raise ClientError({"Error": {"Code": self.error, "Message": "no"}}, "Send")

    def send_dead_letter(self, parcel: Parcel, letter: DeadLetter, attributes: Mapping[str, str]) -> None:
        assert (parcel.dead_letter, letter.queue, letter.body) == (letter, "dlq", "letter")
        self.letters.append(attributes)


@pytest.fixture
def hub() -> Hub:
    return Hub(VirtualClock(), seed=3)


DEFAULT = RetryPolicy()


def deliver(hub: Hub, target: Target, retry: RetryPolicy = DEFAULT) -> None:
    letter = DeadLetter("dlq", "letter", {"RULE_ARN": "r"})
    parcel = Parcel("t", "{}", hub.now(), "events.amazonaws.com", "r", retry=retry, dead_letter=letter)
    Delivery(hub, target).start(parcel)
    hub.run()


def test_a_throttled_target_is_tried_again_after_longer_and_longer_waits(hub: Hub) -> None:
    target = Target(hub, failures=4)
    deliver(hub, target)
    waits = [later - earlier for earlier, later in zip(target.tried_at, target.tried_at[1:], strict=False)]
    assert len(waits) == 4
    assert all(2**n / 2 <= wait <= 2**n for n, wait in enumerate(waits))
    assert target.letters == []


def test_so_many_retries_and_no_more(hub: Hub) -> None:
    target = Target(hub, failures=100)
    deliver(hub, target, RetryPolicy(attempts=3))
    assert len(target.tried_at) == 4
    assert target.letters == [
        {
            "RULE_ARN": "r",
            "ERROR_CODE": "THROTTLING",
            "ERROR_MESSAGE": "no",
            "RETRY_ATTEMPTS": "3",
            "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts",
        }
    ]


def test_no_retry_beyond_the_events_age(hub: Hub) -> None:
    target = Target(hub, failures=100)
    begun = hub.now()
    deliver(hub, target, RetryPolicy(age=60.0))
    assert target.tried_at[-1] < 60.0
    assert hub.now() - begun == 60.0
    assert target.letters[0]["EXHAUSTED_RETRY_CONDITION"] == "MaximumEventAgeInSeconds"


def test_185_retries_fit_into_about_a_day(hub: Hub) -> None:
    target = Target(hub, failures=1000)
    deliver(hub, target)
    assert 20 * 3600 < target.tried_at[-1] <= 24 * 3600


@pytest.mark.parametrize(
    ("error", "code"), [("AccessDenied", "NO_PERMISSIONS"), ("QueueDoesNotExist", "NO_RESOURCE")]
)
def test_what_no_retry_can_mend_is_buried_at_once(hub: Hub, error: str, code: str) -> None:
    target = Target(hub, failures=1, error=error)
    deliver(hub, target)
    assert len(target.tried_at) == 1
    assert target.letters[0]["ERROR_CODE"] == code
    assert "EXHAUSTED_RETRY_CONDITION" not in target.letters[0]
