"""The message store against a model that does the same by walking a list."""

from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from local.moto_fixes.sqs.entry import State
from local.moto_fixes.sqs.message_store import NEVER, MessageStore

RETENTION = 100.0
MOST_RECEIVES = 3


@dataclass(eq=False)
class Letter:
    """A message of the model."""

    number: int
    group: str | None
    enqueued: float
    state: State
    due: float
    receives: int = 0


class ListQueue:
    """What a queue does, said as plainly as possible."""

    def __init__(self, *, fifo: bool) -> None:
        self.fifo = fifo
        self.letters: list[Letter] = []

    def pass_time(self, now: float) -> None:
        for letter in self.letters:
            if letter.state is not State.VISIBLE and letter.due <= now:
                letter.state = State.VISIBLE
        self.letters = [letter for letter in self.letters if letter.enqueued + RETENTION > now]

    def receivable(self, letter: Letter) -> bool:
        if letter.state is not State.VISIBLE:
            return False
        if not self.fifo:
            return True
        return all(
            other.state is State.VISIBLE or (other.state is State.DELAYED and other.number > letter.number)
            for other in self.letters
            if other.group == letter.group
        )

    def receive(self, count: int, now: float, timeout: float) -> tuple[list[Letter], list[Letter]]:
        line = [letter for letter in self.letters if self.receivable(letter)]
        if self.fifo:
            heads: dict[str | None, int] = {}
            for letter in line:
                heads.setdefault(letter.group, letter.number)
            line.sort(key=lambda letter: (heads[letter.group], letter.number))
        taken: list[Letter] = []
        exhausted: list[Letter] = []
        for letter in line:
            if len(taken) == count:
                break
            (exhausted if letter.receives >= MOST_RECEIVES else taken).append(letter)
        self.letters = [letter for letter in self.letters if letter not in exhausted]
        for letter in taken:
            letter.receives += 1
            if timeout > 0:
                letter.state, letter.due = State.IN_FLIGHT, now + timeout
        return taken, exhausted

    def next_due(self) -> float:
        return min((x.due for x in self.letters if x.state is not State.VISIBLE), default=NEVER)


class StoreAgainstList(RuleBasedStateMachine):
    """Sends, receives, deletes and waits in any order, on both."""

    @initialize(fifo=st.booleans())
    def begin(self, fifo: bool) -> None:
        self.now = 1000.0
        self.sent = 0
        self.store: MessageStore[int] = MessageStore(fifo=fifo)
        self.model = ListQueue(fifo=fifo)
        self.delivered: list[int] = []

    @rule(group=st.sampled_from("abc"), delay=st.sampled_from([0.0, 0.0, 0.0, 5.0]))
    def send(self, group: str, delay: float) -> None:
        self.sent += 1
        self.store.put(self.sent, now=self.now, delay=delay, group=group, enqueued=self.now)
        state = State.DELAYED if delay else State.VISIBLE
        self.model.letters.append(Letter(self.sent, group, self.now, state, self.now + delay))

    @rule(count=st.sampled_from([1, 2, 10]), timeout=st.sampled_from([0.0, 7.0, 30.0]))
    def receive(self, count: int, timeout: float) -> None:
        received = self.store.receive(count, now=self.now, timeout=timeout, most=MOST_RECEIVES)
        taken, exhausted = self.model.receive(count, self.now, timeout)
        assert [entry.message for entry in received.entries] == [letter.number for letter in taken]
        assert [entry.message for entry in received.exhausted] == [letter.number for letter in exhausted]

    @precondition(lambda self: self.model.letters)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        letter = data.draw(st.sampled_from(self.model.letters))
        self.model.letters.remove(letter)
        entry = self.store.find(letter.number)
        assert entry is not None
        self.store.drop(entry)

    @precondition(lambda self: any(x.state is State.IN_FLIGHT for x in self.model.letters))
    @rule(data=st.data(), timeout=st.sampled_from([0.0, 3.0, 30.0]))
    def hide(self, data: st.DataObject, timeout: float) -> None:
        flying = [letter for letter in self.model.letters if letter.state is State.IN_FLIGHT]
        letter = data.draw(st.sampled_from(flying))
        letter.due = self.now + timeout
        if not timeout:
            letter.state = State.VISIBLE
        entry = self.store.find(letter.number)
        assert entry is not None
        self.store.hide(entry, now=self.now, timeout=timeout)

    @rule(seconds=st.sampled_from([0.5, 3.0, 7.0, 30.0, 99.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.store.pass_time(now=self.now, retention=RETENTION)
        self.model.pass_time(self.now)

    @invariant()
    def both_hold_the_same(self) -> None:
        if not hasattr(self, "model"):
            return
        for state in State:
            letters = [letter.number for letter in self.model.letters if letter.state is state]
            assert [entry.message for entry in self.store.entries([state])] == letters
            assert self.store.count(state) == len(letters)
        assert self.store.has_visible() == any(self.model.receivable(x) for x in self.model.letters)
        assert self.store.next_due() == self.model.next_due()


StoreAgainstList.TestCase.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
TestStoreAgainstList = StoreAgainstList.TestCase


def test_nothing_of_a_queue_that_was_emptied_is_kept() -> None:
    store: MessageStore[int] = MessageStore(fifo=True)
    for number in range(1000):
        store.put(number, now=0, delay=0, group=f"g{number}", enqueued=0)
    while entries := store.receive(10, now=0, timeout=30, most=NEVER).entries:
        for entry in entries:
            store.drop(entry)
    store.pass_time(now=1000, retention=RETENTION)
    assert not store.has_visible()
    assert store.next_due() == NEVER
    assert store.entries() == []
