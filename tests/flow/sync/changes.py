"""A source's history, made up from a seed, and what a true copy of it would hold."""

import random
from collections.abc import Iterable, Iterator, Mapping

from pydantic import JsonValue

Change = Mapping[str, JsonValue]
#: Key → version and record; the record of a deleted one is None.
Copy = dict[str, tuple[int, JsonValue]]


def history(changes: int, keys: int, seed: int = 0) -> Iterator[Change]:
    """Yield so many changes of so many records; each record's versions rise by one, some are deletions."""
    chance = random.Random(seed)
    versions = dict.fromkeys((f"customer/{n}" for n in range(keys)), 0)
    names = [*versions]
    for number in range(changes):
        # Every key is there at least once.
        key = names[number] if number < keys else chance.choice(names)
        versions[key] += 1
        if versions[key] > 1 and chance.random() < 0.1:
            yield {"key": key, "version": versions[key], "op": "delete"}
        else:
            yield upsert(key, versions[key], number)


def upsert(key: str, version: int, number: int = 0) -> Change:
    """Return a change that writes a record."""
    return {"key": key, "version": version, "op": "upsert", "record": {"name": key, "number": number}}


def outcome(changes: Iterable[Change]) -> Copy:
    """Return the newest version of each record, which is what a copy should come to."""
    copy: Copy = {}
    for change in changes:
        key, version = str(change["key"]), int(str(change["version"]))
        if key not in copy or copy[key][0] < version:
            copy[key] = (version, change.get("record"))
    return copy
