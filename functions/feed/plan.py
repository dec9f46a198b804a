"""Step `plan`: records the post, then cuts its author's followers into chunks. Undone by `withdraw`."""

from functions.feed.errors import Withdrawn
from functions.feed.fan_out import FanOut
from functions.feed.follows import Follows, Reading
from functions.feed.posts import Posts, State
from functions.feed.step_payloads import Planned, ToPlan
from functions.feed.wiring import table
from functions.offload.step import StepJob, step

_table = table()
_posts, _follows, _fan_out = Posts(_table), Follows(_table), FanOut(_table)


def plan(job: StepJob, wanted: ToPlan) -> Planned:
    """Record the post, once for the job, and say in which chunks it fans out: in none where it is pulled."""
    post = _posts.publish(job.key, job.owner, wanted.post.text, wanted.post.mentions)
    if post.state is State.WITHDRAWN:
        raise Withdrawn("the post has been taken back")
    reading = _follows.reading(job.owner)  # before the followers: who follows later than this sees to itself
    return Planned(
        post=post.id,
        place=post.place,
        marks=reading is Reading.TURNING,
        chunks=[] if reading is Reading.PULLED else _fan_out.plan(job.owner, wanted.chunk_followers),
    )


handle = step(ToPlan, plan)
