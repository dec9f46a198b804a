"""What samples are done with: the HTTP interface as each user, buses, queues, and where all else is."""

from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from local.cli.buses import Buses
from local.cli.jobs_api import JobsApi
from local.cli.queues import Queues
from local.users import USERS


class Surroundings:
    """A running stack and the outside, reached over HTTP only.

    Args:
        url: of the HTTP interface.
        places: name → URL of what else samples may refer to: the AWS API (`aws`) and the outside.

    Attributes:
        buses: of the stack.
        queues: of the stack.
    """

    def __init__(self, url: str, places: Mapping[str, str]) -> None:
        self.places = places
        self.buses = Buses(places["aws"])
        self.queues = Queues(places["aws"])
        self._users = {user.name: user for user in USERS}
        self._url = url
        self._apis: dict[str, JobsApi] = {}
        self._undo = ExitStack()

    def __enter__(self) -> Self:
        self._undo.enter_context(self.buses)
        self._undo.enter_context(self.queues)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._undo.close()

    def api(self, user: str) -> JobsApi:
        """Return the HTTP interface as a user sees it, by the user's name."""
        if user not in self._apis:
            self._apis[user] = self._undo.enter_context(JobsApi(self._url, self._users[user]))
        return self._apis[user]
