"""What can be wrong with an assembly that CloudFormation may well accept: the local runtime's limits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from local.assembly import Location, Resource


class Kind(StrEnum):
    """What in a template it is that is not understood."""

    TYPE = "type"
    PROPERTY = "property"
    ATTRIBUTE = "attribute"
    FUNCTION = "function"


@dataclass(frozen=True)
class Finding:
    """Something in a template that is not understood here.

    Attributes:
        location: the resource or output, and the path in it; no path means the type itself.
        type: the resource's type.
        kind: what it is.
        construct: the path of the CDK construct, where it is known.
    """

    location: Location
    type: str
    kind: Kind
    construct: str | None = None

    @property
    def logical_id(self) -> str:
        """The resource's logical id."""
        return self.location.logical_id

    @property
    def property(self) -> str:
        """The path, such as `Targets[0].EcsParameters`; empty where the type is the finding."""
        return self.location.property

    def __str__(self) -> str:
        resource = f"{self.location.stack}/{self.logical_id}"
        source = f", of the construct {self.construct}" if self.construct is not None else ""
        match self.kind:
            case Kind.TYPE:
                return f"{resource}: the type {self.type}{source}"
            case Kind.FUNCTION:
                *path, function = self.location.path
                place = replace(self.location, path=tuple(path)).property
                return f"{resource} ({self.type}): the function {function} at {place}{source}"
        return f"{resource} ({self.type}): the {self.kind} {self.property}{source}"


class Unsupported(Exception):
    """The template has resource types or properties which the local runtime does not understand.

    Args:
        findings: all of them, at least one.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        listed = "\n".join(f"  {finding}" for finding in findings)
        super().__init__(f"not supported by the local runtime, so nothing was created:\n{listed}")
        self.findings = tuple(findings)


class NotCreated(Exception):
    """A resource could not be created.

    Args:
        resource: which.
        reason: what its properties, or the service, made of it.
    """

    def __init__(self, resource: Resource, reason: str) -> None:
        super().__init__(f"{resource.location} ({resource.type}) was not created: {reason}")
        self.resource = resource
        self.reason = reason
