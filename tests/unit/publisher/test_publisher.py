"""How a batch of events is put: whatever the bus refuses, each job's come in their order and none is lost."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from functions.offload.bus import MAX_BYTES, MAX_ENTRIES, Bus, Entry
from functions.publisher.publisher import WAITS, Outgoing, Publisher

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient


@dataclass
class FakeEventBridge:
    """Takes what `verdict` lets it take: None takes an entry, else its error code; "" refuses the request."""

    verdict: Callable[[str], str | None] = lambda _detail: None
    requests: list[list[str]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def put_events(self, *, Entries: Sequence[Mapping[str, Any]]) -> dict[str, object]:  # noqa: N803
        details = [entry["Detail"] for entry in Entries]
        self.requests.append(details)
        verdicts = [self.verdict(detail) for detail in details]
        if "" in verdicts:
            raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow down"}}, "PutEvents")
        self.taken += [detail for detail, code in zip(details, verdicts, strict=True) if code is None]
        return {
            "FailedEntryCount": sum(code is not None for code in verdicts),
            "Entries": [
                {"EventId": detail} if code is None else {"ErrorCode": code, "ErrorMessage": "no"}
                for detail, code in zip(details, verdicts, strict=True)
            ],
        }


def publisher_to(client: FakeEventBridge, slept: list[float] | None = None) -> Publisher:
    sleep = (slept if slept is not None else []).append
    return Publisher(Bus(cast("EventBridgeClient", client), "bus"), sleep)


def batch_of(*jobs: str, size: int = 0) -> list[Outgoing]:
    """Return a batch with an event for each of these jobs, in their order; details are `{job}{place}`."""
    return [
        Outgoing(place, job, Entry("offload.jobs", "JobStarted", f"{job}{place}" + size * "x"))
        for place, job in enumerate(jobs)
    ]


def test_a_batch_is_put_in_requests_of_ten() -> None:
    client = FakeEventBridge()
    jobs = [f"j{number}." for number in range(25)]

    assert publisher_to(client).publish(batch_of(*jobs)) == []

    assert [len(request) for request in client.requests] == [10, 10, 5]


def test_a_request_holds_no_more_than_the_bus_takes() -> None:
    client = FakeEventBridge()

    publisher_to(client).publish(batch_of("a", "b", "c", size=100 * 1024))

    assert [len(request) for request in client.requests] == [2, 1]


def test_what_was_refused_is_put_again_alone() -> None:
    once = iter(["InternalException"])
    client = FakeEventBridge(lambda detail: next(once, None) if detail == "b1" else None)
    slept: list[float] = []

    assert publisher_to(client, slept).publish(batch_of("a", "b", "c")) == []

    assert client.requests == [["a0", "b1", "c2"], ["b1"]]
    assert slept == list(WAITS[:2])


def test_behind_an_event_that_is_not_taken_the_later_ones_of_its_job_wait() -> None:
    client = FakeEventBridge(lambda detail: "ThrottlingException" if detail == "a0" else None)

    left = publisher_to(client).publish(batch_of("a", "b", "a", "b"))

    assert [(each.outgoing.entry.detail, each.refusal.code) for each in left] == [
        ("a0", "ThrottlingException"),
        ("a2", "ThrottlingException"),
    ]
    assert client.taken == ["b1", "b3"]


def test_what_is_refused_for_good_is_tried_once_and_holds_nothing_up() -> None:
    client = FakeEventBridge(lambda detail: "MalformedDetail" if detail == "a0" else None)

    (left,) = publisher_to(client).publish(batch_of("a", "a"))

    assert (left.outgoing.entry.detail, left.refusal.for_good) == ("a0", True)
    assert client.requests == [["a0"], ["a1"]]


def test_a_request_that_is_refused_whole_is_left_whole() -> None:
    client = FakeEventBridge(lambda _detail: "")
    left = publisher_to(client).publish(batch_of("a", "b"))
    assert [each.outgoing.place for each in left] == [0, 1]
    assert len(client.requests) == len(WAITS)


@given(
    jobs=st.lists(st.sampled_from("abcd"), max_size=40),
    verdicts=st.lists(
        st.sampled_from([None, None, None, "InternalException", "MalformedDetail", ""]), min_size=1
    ),
    size=st.sampled_from([0, 60 * 1024]),
)
def test_whatever_is_refused_each_job_is_told_of_in_order_and_nothing_is_lost(
    jobs: list[str], verdicts: list[str | None], size: int
) -> None:
    cycle = itertools.cycle(verdicts)
    client = FakeEventBridge(lambda _detail: next(cycle))
    batch = batch_of(*jobs, size=size)

    left = publisher_to(client).publish(batch)

    for request in client.requests:
        assert len(request) <= MAX_ENTRIES
        assert sum(map(len, request)) <= MAX_BYTES
        assert len({detail[0] for detail in request}) == len(request)
    told = sorted([*client.taken, *(each.outgoing.entry.detail for each in left)])
    assert told == sorted(outgoing.entry.detail for outgoing in batch)
    for job in "abcd":
        mine = [int(detail[1:].rstrip("x")) for detail in client.taken if detail[0] == job]
        assert mine == sorted(mine)
        waiting = [
            each.outgoing.place for each in left if each.outgoing.job == job and not each.refusal.for_good
        ]
        assert not waiting or not mine or max(mine) < min(waiting)
