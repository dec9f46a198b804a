"""Step `finish`: brings the chunks together, notifies who is mentioned, and marks the post delivered."""

import time
from typing import Final

from functions.feed.errors import Withdrawn
from functions.feed.follows import Follows, Reading
from functions.feed.notices import Notice, send
from functions.feed.posts import Posts
from functions.feed.step_payloads import Published, ToFinish
from functions.feed.wiring import notifications, table
from functions.offload.step import StepJob, step
from functions.offload.store.timestamps import instant
from functions.offload.telemetry import count, measure

#: A post that took longer than this to reach the last feed is one of those that somebody should ask about.
SLOW_SECONDS: Final = 300

_table = table()
_posts, _follows, _notifications = Posts(_table), Follows(_table), notifications()


def finish(job: StepJob, parts: ToFinish) -> Published:
    """Finish the post; every follower of a turning author has a mark by now, so its next posts are pulled."""
    post = _posts.find(parts.post)
    if post is None:
        raise Withdrawn("the post has been taken back")
    if parts.marks:
        _follows.turn(job.owner, Reading.PULLED)
    mentioned = [user for user in post.mentions if user != job.owner]
    for user in mentioned:
        send(
            _notifications,
            Notice(recipient=user, kind="mention", post=post.id, actor=job.owner, at=post.at),
        )
    feeds = sum(part.feeds for part in parts.delivered)
    _posts.delivered(post.id, feeds)
    seconds = time.time() - instant(post.at)
    measure("PostToLastFeed", seconds)
    if seconds > SLOW_SECONDS:
        count("SlowFanOut")
    notified = len(mentioned) + sum(part.notified for part in parts.delivered)
    return Published(post=post.id, at=post.at, feeds=feeds, notified=notified)


handle = step(ToFinish, finish)
