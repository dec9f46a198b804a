"""Step `deliver`: puts a post into the feeds of one chunk of followers, and notifies those who asked."""

from functions.feed import keys
from functions.feed.fan_out import FanOut
from functions.feed.notices import Notice, send
from functions.feed.step_payloads import Delivered, ToDeliver
from functions.feed.wiring import notifications, table
from functions.offload.step import StepJob, step

_fan_out, _notifications = FanOut(table()), notifications()


def deliver(job: StepJob, part: ToDeliver) -> Delivered:
    """Deliver to the chunk; a repeat finds its own entries and writes them again."""
    reached = _fan_out.deliver(job.owner, part.place, part.chunk, marks=part.marks)
    at = keys.at(part.place)
    for user in reached.notify:
        send(_notifications, Notice(recipient=user, kind="post", post=part.post, actor=job.owner, at=at))
    return Delivered(feeds=reached.feeds, notified=len(reached.notify))


handle = step(ToDeliver, deliver)
