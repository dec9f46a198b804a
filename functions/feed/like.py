"""Job type `like`: the owner likes a post, or likes it no more."""

from functions.feed.contract import Like
from functions.feed.errors import NoSuchPost
from functions.feed.likes import Likes
from functions.feed.notices import Notice, send
from functions.feed.posts import Posts
from functions.feed.wiring import notifications, table
from functions.offload.job import Job
from functions.offload.worker import worker

_table = table()
_posts, _likes, _notifications = Posts(_table), Likes(_table), notifications()


def like(job: Job, wish: Like) -> Like:
    """Do as the owner wishes. The author is sent a notice, even if an attempt before this one has sent it."""
    user = job.ref.owner
    if not wish.liked:
        _likes.unlike(user, wish.post)
        return wish
    post = _posts.find(wish.post)
    if post is None:
        raise NoSuchPost(f"there is no post {wish.post}")
    _likes.like(user, post.id)
    if post.author != user:
        notice = Notice(recipient=post.author, kind="like", post=post.id, actor=user, at=job.submitted_at)
        send(_notifications, notice)
    return wish


handle = worker(Like, like)
