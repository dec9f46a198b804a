"""Takes every permission away from the template, one at a time: `python -m tests.permissions`.

For each, the tests that used it are run, the quickest first, until one fails. Where none does, nobody needs
the permission, or a test is missing. Which test used what, the last whole run has recorded.
"""

import contextlib
import io
import os
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

import pytest

from local.permissions import Permission
from tests.permissions import recording
from tests.permissions.removals import Removals

Users = Mapping[Permission, Sequence[str]]


def main() -> int:
    """Return the status of the command: 0 where every permission is missed by a test."""
    if not recording.PLACE.exists():
        print(f"There is no {recording.PLACE}: a whole run of the tests, `make test`, records it.")
        return 2
    recorded, began = recording.read(recording.PLACE.read_text()), time.monotonic()
    users = {permission: recorded.users(permission) for permission in recorded.needed()}
    processes = os.cpu_count() or 1
    with ProcessPoolExecutor(processes) as pool:
        results = list(pool.map(take_away_each, _parts(users, processes)))
    missed_by = {permission: test for result in results for permission, test in result.items()}
    for permission in sorted(missed_by):
        if missed_by[permission] is None:
            print(f"No test misses {permission}; {len(users[permission])} used it.")
    harmless = sum(test is None for test in missed_by.values())
    print(
        f"permissions: {len(missed_by) - harmless} of {len(missed_by)} taken away one by one were missed "
        f"by a test, in {time.monotonic() - began:.0f} s"
    )
    return 1 if harmless else 0


def take_away_each(users: Users) -> dict[Permission, str | None]:
    """Return, for each permission, the first test that fails without it. Runs in a process of its own."""
    removals = Removals(users)
    tests = sorted({test for names in users.values() for test in names})
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        pytest.main(tests, plugins=[removals])
    if removals.missed_by.keys() != users.keys():
        raise RuntimeError(f"the tests could not be run: {printed.getvalue()}")
    return removals.missed_by


def _parts(users: Users, count: int) -> list[Users]:
    """Deal the permissions out, neighbours apart: those of one role take alike long."""
    permissions = list(users)
    return [{each: users[each] for each in permissions[first::count]} for first in range(count)]


if __name__ == "__main__":
    sys.exit(main())
