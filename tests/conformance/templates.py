"""The part of the page about templates: what they may hold, as the local resource types declare it."""

from collections.abc import Iterator
from itertools import groupby
from typing import get_args

from pydantic import BaseModel
from pydantic.alias_generators import to_pascal

from local.provision.resource_types import RESOURCE_TYPES


def types() -> Iterator[tuple[str, str]]:
    """Give each service whose resources are created, such as SQS, and their types after its name."""
    for service, names in groupby(sorted(RESOURCE_TYPES), lambda name: name.rpartition("::")[0]):
        yield service, ", ".join(name.rpartition("::")[2] for name in names)


def without_effect() -> Iterator[tuple[str, str, str]]:
    """Give what is understood and does nothing: resource type, its properties, and why nothing is lost."""
    for name in sorted(RESOURCE_TYPES):
        reasons: dict[str, dict[str, None]] = {}
        for declared, reason in _deploy_only(RESOURCE_TYPES[name]):
            reasons.setdefault(reason, {})[declared] = None
        for reason, declared_names in reasons.items():
            yield name, ", ".join(declared_names), reason


def _deploy_only(declared: type[BaseModel]) -> Iterator[tuple[str, str]]:
    for name, field in declared.model_fields.items():
        if field.exclude and field.description:
            yield field.alias or str(field.validation_alias or to_pascal(name)), field.description
        else:
            for nested in _models(field.annotation):
                yield from _deploy_only(nested)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """Give the models that a type is made of, such as Tag of list[Tag] | None."""
    if isinstance(annotation, type) and not get_args(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
