"""The copy: whatever comes, in whatever order and however often, the newest version stands at the end."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from functions.sync.change import Change
from functions.sync.records import NotStorable, Outcome, Record, Records
from tests.unit.own_table import TABLE, own_table


@pytest.fixture(scope="module")
def records() -> Iterator[Records]:
    with own_table() as dynamodb:
        yield Records(dynamodb, TABLE)


def upsert(version: int, key: str = "a") -> Change:
    return Change(key=key, version=version, op="upsert", record={"n": version})


def delete(version: int, key: str = "a") -> Change:
    return Change(key=key, version=version, op="delete")


#: Of one version there is one change: what a source says of it does not depend on how often it says it.
CHANGES = st.lists(
    st.builds(
        lambda key, version: delete(version, key) if version % 3 == 2 else upsert(version, key),
        st.sampled_from(["a", "b", "ü/#\N{GRINNING FACE}"]),
        st.integers(0, 6),
    ),
    max_size=10,
)
_sources = iter(f"source-{n}" for n in range(1_000_000))


@settings(max_examples=30, deadline=None)
@given(changes=CHANGES)
def test_the_newest_version_stands_at_the_end(records: Records, changes: list[Change]) -> None:
    source = next(_sources)
    newest: dict[str, Change] = {}
    for change in changes:
        stood = newest.get(change.key)
        applied = records.apply(source, change)
        if stood is None or change.version > stood.version:
            newest[change.key] = change
            assert applied.outcome is Outcome.APPLIED
            assert applied.skipped == (change.version - stood.version - 1 if stood else 0)
        else:
            repeated = change.version == stood.version
            assert applied.outcome is (Outcome.REPEATED if repeated else Outcome.STALE)
    for key, last in newest.items():
        assert records.find(source, key) == Record(last.version, last.record)


def test_sources_do_not_know_each_other(records: Records) -> None:
    records.apply("one", upsert(1))
    assert records.find("two", "a") is None


def test_a_number_that_json_does_not_know_is_refused_for_good(records: Records) -> None:
    change = Change(key="a", version=1, op="upsert", record={"n": [float("nan")]})
    with pytest.raises(NotStorable):
        records.apply("numbers", change)


@pytest.mark.parametrize(
    "change",
    [
        '{"key": "", "version": 1, "op": "delete"}',
        '{"key": "a", "version": "1", "op": "delete"}',
        '{"key": "a", "version": 1.5, "op": "delete"}',
        '{"key": "a", "version": -1, "op": "delete"}',
        '{"key": "a", "version": 9223372036854775808, "op": "delete"}',
        '{"key": "a", "version": true, "op": "delete"}',
        '{"key": "a", "version": 1, "op": "erase"}',
        '{"key": "a", "version": 1, "op": "upsert"}',
        '{"key": "a", "version": 1, "op": "delete", "record": {}}',
        '{"key": "a", "version": 1, "op": "upsert", "record": []}',
        "[]",
    ],
)
def test_what_is_no_change(change: str) -> None:
    with pytest.raises(ValidationError):
        Change.model_validate_json(change)
