"""The payloads of the jobs `post`, `follow` and `like`: what a user of the feed may send.

They become the JSON-schema models of their routes, so they keep to what draft 4 can say. Who posts, follows
or likes is the job's owner, never a field: nobody can do it in another's name.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

#: An owner as the kit knows it: an IAM id, perhaps with a session's name, or a Cognito subject.
UserId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+=,.@:-]{0,99}$", description="An owner id")]

PostId = Annotated[str, Field(pattern=r"^p[0-9a-f]{24}$", description="As the result of a post names it")]


class Closed(BaseModel):
    """A model that takes no unknown field and converts no type, so that it judges as its JSON schema does."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Post(Closed):
    """Something to tell one's followers."""

    text: str = Field(min_length=1, max_length=500)
    mentions: list[UserId] = Field(
        default_factory=list,
        max_length=10,
        json_schema_extra={"uniqueItems": True},
        description="Who is notified of it, followers or not",
    )

    @field_validator("mentions")
    @classmethod
    def _each_once(cls, mentions: list[str]) -> list[str]:
        if len(set(mentions)) < len(mentions):
            raise ValueError("each user may be mentioned once")
        return mentions


class Follow(Closed):
    """A wish to have an author's posts in the own feed, or to have them no more."""

    author: UserId
    following: bool = True
    notify: bool = Field(default=False, description="Whether each post is to be notified of as well")


class Like(Closed):
    """A like for a post, or its withdrawal."""

    post: PostId
    liked: bool = True
