"""How a module says which properties of a resource type it understands.

A class is the declaration: each field is a property, typed as CloudFormation types it, and nested objects are
classes of their own. A property without a field is unsupported. One that changes nothing in a local run has a
field too, with the reason beside it: `deploy_only("…")`.
"""

from typing import Annotated, Any

from pydantic import AliasGenerator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue
from pydantic.alias_generators import to_camel, to_pascal


def deploy_only(reason: str, *, alias: str | None = None) -> Any:
    """Declare a property that is right to deploy and has no effect in a local run.

    Args:
        reason: why nothing is lost by leaving it out here.
        alias: the property's name, where it does not follow from the field's.
    """
    return Field(default=None, exclude=True, description=reason, validation_alias=alias)


def _as_text(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


#: A string property; like CloudFormation it takes booleans (and, as all strings here, numbers) as text.
Text = Annotated[str, BeforeValidator(_as_text)]


class Properties(BaseModel):
    """Properties of a resource type, or of an object within them, named as CloudFormation names them."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=to_pascal, coerce_numbers_to_str=True
    )

    def request(self, *without: str) -> dict[str, JsonValue]:
        """Return the properties as the service's API takes them.

        Args:
            without: the fields that the request does not have.
        """
        request: dict[str, JsonValue] = self.model_dump(
            by_alias=True, exclude_none=True, exclude=set(without), mode="json"
        )
        return request


class CamelProperties(Properties):
    """Properties of a service whose API says `camelCase` where CloudFormation says `PascalCase`."""

    model_config = ConfigDict(
        alias_generator=AliasGenerator(validation_alias=to_pascal, serialization_alias=to_camel)
    )


class Tag(Properties):
    """A tag, as most resource types have them."""

    key: Text
    value: Text


class CamelTag(Tag):
    """A tag of a service whose API says `camelCase`."""

    model_config = ConfigDict(
        alias_generator=AliasGenerator(validation_alias=to_pascal, serialization_alias=to_camel)
    )


def tag_map(tags: list[Tag] | None) -> dict[str, JsonValue]:
    """Return tags as the APIs take them that want an object."""
    return {tag.key: tag.value for tag in tags or ()}
