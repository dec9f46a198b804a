"""Members of the feed, at the HTTP interface: they post, follow and like, and read what is theirs."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, JsonValue

from local.account import ACCOUNT_ID
from local.stack import LocalStack
from local.users import User, register
from tests.flow.callers import Caller


class ShownPost(BaseModel):
    """A post in a feed; a field unknown here is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    author: str
    at: str
    text: str
    mentions: list[str]
    likes: int
    liked: bool


class ShownNotification(BaseModel):
    """A notification in an inbox; a field unknown here is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    post: str
    actor: str
    at: str
    quiet: bool
    people: int | None = None


class FeedPage(BaseModel):
    """A part of a feed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    posts: tuple[ShownPost, ...]
    cursor: str | None = None

    @property
    def texts(self) -> list[str]:
        """What the posts say, in their order."""
        return [post.text for post in self.posts]


class Inbox(BaseModel):
    """A part of an inbox."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    notifications: tuple[ShownNotification, ...]
    cursor: str | None = None


@dataclass(frozen=True)
class Member(Caller):
    """Somebody who has a feed."""

    @property
    def id(self) -> str:
        """The id under which others follow and mention them."""
        return self.user.user_id

    def post(self, text: str, *mentions: str, key: str | None = None) -> str:
        """Submit a post; return its job."""
        payload: dict[str, object] = {"text": text}
        return self.submit("post", payload | ({"mentions": list(mentions)} if mentions else {}), key=key)

    def published(self, text: str, *mentions: str) -> Mapping[str, JsonValue]:
        """Post a second after whatever was before, wait for the end, and return the job's result."""
        self.stack.clock.advance(seconds=1)
        job = self.follow(self.post(text, *mentions))
        assert job.status == "SUCCEEDED", job
        assert job.result is not None
        return job.result

    def done(self, job_type: str, payload: Mapping[str, object]) -> None:
        """Do a job to its good end."""
        job = self.follow(self.submit(job_type, payload))
        assert job.status == "SUCCEEDED", job

    def follows(self, author: str, *, notify: bool = False) -> None:
        """Follow an author."""
        self.done("follow", {"author": author, "notify": notify})

    def unfollows(self, author: str) -> None:
        """Follow an author no more."""
        self.done("follow", {"author": author, "following": False})

    def likes(self, post: object) -> None:
        """Like a post."""
        self.done("like", {"post": post})

    def likes_no_more(self, post: object) -> None:
        """Take a like back."""
        self.done("like", {"post": post, "liked": False})

    def feed(self, **query: str | int) -> FeedPage:
        """Read a page of the own feed."""
        answer = self.http.get("/feed", params=query)
        assert answer.status_code == 200, answer.text
        return FeedPage.model_validate_json(answer.text)

    def inbox(self, **query: str | int) -> Inbox:
        """Read a page of the own notifications."""
        answer = self.http.get("/notifications", params=query)
        assert answer.status_code == 200, answer.text
        return Inbox.model_validate_json(answer.text)


def new_member(stack: LocalStack, name: str) -> Member:
    """Return a user who was not there before, with keys of their own."""
    user = User(
        name=name,
        access_key=f"AKIA{name.upper():X<16}",
        secret_key=f"{name:x<40}",
        user_id=f"AIDA{name.upper():X<17}",
        arn=f"arn:aws:iam::{ACCOUNT_ID}:user/{name}",
    )
    register(stack.client("iam"), (user,))
    return Member(stack, user)
