"""The outside, up: served by a thread of its own, which needs neither a hub nor a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from local.outside.app import make_app
from local.outside.feeds import Feeds
from local.outside.inbox import Inbox
from local.outside.outages import Outages
from local.server import HOST, serving_app

#: What a user sets to choose another port.
SETTING = "OUTSIDE_PORT"


@dataclass(frozen=True)
class Outside:
    """The outside while it is served.

    Attributes:
        url: where, without a path.
        feeds: what can be pulled from it.
        inbox: what it was sent.
        outages: where it fails.
    """

    url: str
    feeds: Feeds
    inbox: Inbox
    outages: Outages

    @classmethod
    @contextmanager
    def served(cls, feeds: Feeds | None = None, port: int = 0) -> Iterator["Outside"]:
        """Serve it while the context lasts; port 0 lets the system choose. Raises PortInUse."""
        feeds, inbox, outages = feeds or Feeds({}), Inbox(), Outages()
        with serving_app(make_app(feeds, inbox, outages), port, SETTING) as chosen:
            yield cls(f"http://{HOST}:{chosen}", feeds, inbox, outages)
