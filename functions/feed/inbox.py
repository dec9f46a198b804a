"""The inbox: a user's notifications, each once, with the likes of a post in one.

It is also where a push or a mail would leave the house: `Inbox.put` says whether this notification may make
a noise. So many a minute may; the others lie in the inbox as well, but quietly.
"""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from functions.feed import keys
from functions.feed.likes import Likes
from functions.feed.notices import Notice
from functions.feed.table import Table
from functions.feed.transaction import Transaction
from functions.offload.store.timestamps import timestamp

#: So long a notification stays in the inbox.
INBOX_SECONDS: Final = 30 * 24 * 3600

#: So many notifications a minute may make a noise.
LOUD_A_MINUTE: Final = 10


class Arrival(StrEnum):
    """What became of a notice."""

    LOUD = "loud"
    QUIET = "quiet"
    KNOWN = "known"


class Notification(BaseModel):
    """A notification as its recipient reads it.

    Attributes:
        people: of likes, how many people like the post now.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str
    post: str
    actor: str
    at: str
    quiet: bool
    people: int | None = None


@dataclass(frozen=True)
class InboxPage:
    """A part of an inbox, newest first; `next` is the place after which to go on, None at the end."""

    notifications: list[Notification]
    next: str | None


class Inbox:
    """The notifications of all users.

    Args:
        table: the feed's table.
        loud_a_minute: notifications that may make a noise in any minute of the clock, for each user.
    """

    def __init__(self, table: Table, loud_a_minute: int = LOUD_A_MINUTE) -> None:
        self.table = table
        self.loud_a_minute = loud_a_minute

    def put(self, notice: Notice) -> Arrival:
        """Put a notice into its recipient's inbox, if it is not there yet."""
        now = time.time()
        item = {
            **keys.item(keys.inbox_of(notice.recipient), notice.place),
            **notice.model_dump(exclude={"recipient"}),
            "quiet": False,
            "expires_at": int(now) + INBOX_SECONDS,
        }
        minute = timestamp(now // 60 * 60)
        new, within = (
            Transaction(self.table)
            .put(item, if_absent=True)
            .add(
                keys.pushes(notice.recipient, minute),
                "pushes",
                1,
                below=self.loud_a_minute,
                expires_at=int(now) + 3600,
            )
            .commit()
        )
        if not new:
            return Arrival.KNOWN
        if within:
            return Arrival.LOUD
        (new,) = Transaction(self.table).put({**item, "quiet": True}, if_absent=True).commit()
        return Arrival.QUIET if new else Arrival.KNOWN

    def page(self, user: str, *, limit: int, after: str | None = None) -> InboxPage:
        """Return a page of the inbox of `user`, from after the place `after` on."""
        places, found = [], []
        first = timestamp(time.time() - INBOX_SECONDS)
        if after is None or after > first:
            partition = keys.inbox_of(user)
            for item in self.table.query(
                partition, first=first, last=after, newest_first=True, page=limit + 2
            ):
                if item["sort"] == after:
                    continue
                places.append(str(item["sort"]))
                found.append(Notification.model_validate(item))
                if len(found) > limit:
                    break
        shown = found[:limit]
        likes = Likes(self.table).counts(list({one.post for one in shown if one.kind == "like"}))
        counted = [
            one.model_copy(update={"people": likes[one.post]}) if one.kind == "like" else one for one in shown
        ]
        return InboxPage(counted, places[limit - 1] if len(found) > limit else None)
