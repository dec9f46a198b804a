"""What the state machine hands to each step of a post, and what a step answers: references and counts.

Neither text nor followers travel in the state: both lie in the table.
"""

from pydantic import Field

from functions.feed.chunks import Chunk
from functions.feed.contract import Closed, Post, PostId


class ToPlan(Closed):
    """What `plan` is given."""

    post: Post
    chunk_followers: int = Field(ge=1, le=1000, description="Followers a chunk")


class Planned(Closed):
    """What `plan` answers.

    Attributes:
        place: of the post in every feed.
        marks: whether this is the last fan-out of an author whose posts will be pulled.
    """

    post: PostId
    place: str
    marks: bool
    chunks: list[Chunk]


class ToDeliver(Closed):
    """What `deliver` is given: one chunk."""

    post: PostId
    place: str
    marks: bool
    chunk: Chunk


class Delivered(Closed):
    """What `deliver` answers: how many feeds have the post now, how many followers were notified."""

    feeds: int
    notified: int


class ToFinish(Closed):
    """What `finish` is given: what all the chunks came to."""

    post: PostId
    marks: bool
    delivered: list[Delivered]


class Published(Closed):
    """The job's result.

    Attributes:
        at: when the post was recorded, ISO 8601.
        feeds: the followers' feeds it was put into; none where the followers pull it.
        notified: followers and mentioned users who were sent a notice.
    """

    post: PostId
    at: str
    feeds: int
    notified: int


class ToWithdraw(Closed):
    """What `withdraw` is given: nothing."""


class Withdrew(Closed):
    """What `withdraw` answers: nothing either, but that it is done."""
