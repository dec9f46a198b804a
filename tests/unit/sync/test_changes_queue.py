"""Sending changes: each record's in their order, also where SQS takes only some of a batch."""

import json
import random
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.sync.changes_queue import BATCH_BYTES, ChangesQueue, Message, NotSent, message_of

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Sqs:
    """SQS as it answers a batch: it takes each message or refuses it, whatever became of the others."""

    def __init__(self, refused: float = 0.0, seed: int = 0) -> None:
        self.taken: list[str] = []
        self.batches: list[list[Any]] = []
        self._refused = refused
        self._chance = random.Random(seed)

    def send_message_batch(self, *, QueueUrl: str, Entries: list[Any]) -> dict[str, Any]:  # noqa: N803, ARG002
        self.batches.append(Entries)
        failed = [entry for entry in Entries if self._chance.random() < self._refused]
        self.taken += [entry["MessageBody"] for entry in Entries if entry not in failed]
        return {"Failed": [{"Id": entry["Id"]} for entry in failed]}


def queue(sqs: Sqs) -> ChangesQueue:
    return ChangesQueue(cast("SQSClient", sqs), "https://sqs/changes.fifo")


def messages(groups: list[str]) -> list[Message]:
    return [Message(f"{group} {number}", group, str(number)) for number, group in enumerate(groups)]


@given(groups=st.lists(st.sampled_from("abcdefgh"), max_size=60), seed=st.integers(0, 99))
def test_each_groups_order_is_kept_whatever_is_refused(groups: list[str], seed: int) -> None:
    sqs = Sqs(refused=0.2, seed=seed)
    sent = messages(groups)

    try:
        queue(sqs).send(sent)
    except NotSent:
        whole = False
    else:
        whole = True

    for group in set(groups):
        bodies = [message.body for message in sent if message.group == group]
        taken = [body for body in sqs.taken if body.startswith(group)]
        assert taken == bodies[: len(taken)]
        assert not whole or taken == bodies
    for batch in sqs.batches:
        assert len({entry["MessageGroupId"] for entry in batch}) == len(batch) <= 10


def test_what_is_refused_again_and_again_is_an_error() -> None:
    with pytest.raises(NotSent, match="1 changes 3 times"):
        queue(Sqs(refused=1.0)).send(messages(["a"]))


def test_a_batch_has_no_more_bytes_than_sqs_takes() -> None:
    sqs = Sqs()
    large = [message_of("crm", {"key": str(n), "text": "ü" * 50_000}) for n in range(8)]
    queue(sqs).send(large)
    sizes = [sum(len(entry["MessageBody"].encode()) for entry in batch) for batch in sqs.batches]
    assert len(sqs.taken) == 8
    assert max(sizes) <= BATCH_BYTES


def test_a_change_of_any_kind_has_a_message_and_those_of_a_record_a_group() -> None:
    first, second = (message_of("crm", {"key": "a", "version": n}) for n in (1, 2))
    other = message_of("erp", {"key": "a", "version": 1})
    assert first.group == second.group != other.group
    assert len({first.once, second.once, other.once}) == 3
    assert first == message_of("crm", {"key": "a", "version": 1})
    assert json.loads(message_of("crm", [1]).body) == {"source": "crm", "change": [1]}


def test_a_change_that_is_too_large_is_told_by_its_key_and_its_size() -> None:
    message = message_of("crm", {"key": "a", "version": 3, "record": {"text": "x" * 200_000}})
    told = json.loads(message.body)
    assert told["change"] == {"key": "a", "version": 3}
    assert told["bytes"] > 200_000
    assert message.group == message_of("crm", {"key": "a"}).group
