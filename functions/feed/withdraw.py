"""Compensation `withdraw`: takes a post back whose owner cancelled it while it fanned out."""

from functions.feed.posts import Posts
from functions.feed.step_payloads import ToWithdraw, Withdrew
from functions.feed.wiring import table
from functions.offload.step import StepJob, step

_posts = Posts(table())


def withdraw(job: StepJob, _: ToWithdraw) -> Withdrew:
    """Take the post back from all feeds at once: they hold references to it."""
    _posts.withdraw(job.key, job.owner)
    return Withdrew()


handle = step(ToWithdraw, withdraw, cancellable=False)
