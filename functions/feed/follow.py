"""Job type `follow`: the owner follows an author, or follows no more."""

from functions.feed.contract import Follow
from functions.feed.follows import Follows
from functions.feed.wiring import table
from functions.offload.job import Job
from functions.offload.worker import worker

_follows = Follows(table())


def follow(job: Job, wish: Follow) -> Follow:
    """Do as the owner wishes; the result is the wish that holds now."""
    if wish.following:
        _follows.follow(job.ref.owner, wish.author, notify=wish.notify)
    else:
        _follows.unfollow(job.ref.owner, wish.author)
    return wish


handle = worker(Follow, follow)
