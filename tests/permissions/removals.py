"""A plugin of pytest: takes permissions away one by one, and runs the tests that used each till one fails."""

from collections.abc import Mapping, Sequence
from functools import partial

import pytest
from _pytest.runner import runtestprotocol

from local.permissions import Permission
from local.stack import LocalStack
from tests.permissions.plugin import PREPARATION
from tests.permissions.taking_away import take_away


class Removals:
    """Runs tests with one permission less.

    Args:
        users: of each permission to take away, the tests that used it, by their node ids.

    Attributes:
        missed_by: of each permission, the first test that failed without it, None where all passed.
    """

    def __init__(self, users: Mapping[Permission, Sequence[str]]) -> None:
        self._users = users
        self.missed_by: dict[Permission, str | None] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take away each permission in turn, in the place of pytest's own loop."""
        items = {item.nodeid: item for item in session.items}
        for permission, tests in self._users.items():

            def prepare(stack: LocalStack, permission: Permission = permission) -> None:
                take_away(stack, permission)

            session.config.stash[PREPARATION] = prepare
            fails = partial(_fails, among=session.items)
            self.missed_by[permission] = next((test for test in tests if fails(items[test])), None)
        return True


def _fails(item: pytest.Item, among: Sequence[pytest.Item]) -> bool:
    """Run a test, once more, and tell whether it fails."""
    assert isinstance(item, pytest.Function)
    item._initrequest()
    # Whatever comes next keeps the fixtures of the session, and none of this test's.
    following = next((other for other in among if other is not item), None)
    reports = runtestprotocol(item, log=False, nextitem=following)
    return any(report.failed for report in reports)
