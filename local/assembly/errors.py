"""Where in an assembly something is, and what can be wrong with it.

Every error names the stack, the logical id and the path within it, since "KeyError: 'Arn'" in a template of
four thousand lines helps nobody.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Location:
    """A place in a template.

    Attributes:
        stack: the stack's name.
        logical_id: of the resource, output or condition; empty for the template as a whole.
        path: the keys and indexes that lead to the place, from the named thing on.
    """

    stack: str
    logical_id: str = ""
    path: tuple[str | int, ...] = ()

    def at(self, *steps: str | int) -> "Location":
        """Return the place that `steps` lead to from here."""
        return replace(self, path=self.path + steps)

    @property
    def property(self) -> str:
        """The path as text, such as `Targets[0].Arn`."""
        return "".join(
            f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path
        ).removeprefix(".")

    def __str__(self) -> str:
        return f"{self.stack}/{self.logical_id}" + (f" at {self.property}" if self.path else "")


class AssemblyError(ValueError):
    """The assembly cannot be read or resolved.

    Args:
        location: where.
        reason: what is wrong there.
    """

    def __init__(self, location: Location, reason: str) -> None:
        super().__init__(f"{location}: {reason}")
        self.location = location
        self.reason = reason


class Malformed(AssemblyError):
    """Something has a shape that CloudFormation would refuse as well."""


class UnknownFunction(AssemblyError):
    """An intrinsic function or a template section that is not understood here."""


class UnknownReference(AssemblyError):
    """A Ref, GetAtt or DependsOn of something the stack does not have, or has not been created."""


class UnknownAttribute(AssemblyError):
    """A GetAtt of an attribute which the resource does not return here."""


class UnknownExport(AssemblyError):
    """An import of something that no stack exports, or none deployed before the importing one."""


class UnknownAsset(AssemblyError):
    """A bucket and key under which the assembly publishes nothing."""


class CircularDependency(AssemblyError):
    """Resources, or stacks, that wait for each other."""
