"""Why a post, a follow or a like can fail for good. Each class name is what the job's owner reads."""

from functions.offload.errors import PermanentError


class NoSuchPost(PermanentError):
    """There is no such post, or it has been withdrawn."""


class FollowsItself(PermanentError):
    """Nobody follows themselves: one's own posts are in one's feed anyway."""


class FollowsTooMany(PermanentError):
    """The user follows as many accounts as one may."""


class Withdrawn(PermanentError):
    """The post was taken back; a step that comes late must not deliver it."""
