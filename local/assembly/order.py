"""In which order resources are created, and stacks deployed: what is referred to comes first.

It finds references that lead nowhere and references that lead in a circle, before anything is created.
"""

from collections.abc import Hashable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from local.assembly.environment import Environment
from local.assembly.errors import CircularDependency, Location, UnknownReference
from local.assembly.references import references
from local.assembly.template import Resource, Template

Name = TypeVar("Name", bound=Hashable)


def deployment_order(dependencies: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the stacks' names, each after those it depends on."""
    return _sorted(dependencies, Location("the assembly"))


def creation_order(template: Template, environment: Environment) -> tuple[Resource, ...]:
    """Return the stack's resources, each after those it refers to or depends on.

    Raises:
        UnknownReference: for a name the stack does not have.
        CircularDependency: naming the resources of the circle.
    """
    pseudo = environment.pseudo_parameters(template.stack)
    others = {*pseudo, *template.parameters, "AWS::NoValue"}
    graph: dict[str, list[str]] = {}
    for name, resource in template.resources.items():
        here = resource.location
        named = [(each, here.at("DependsOn")) for each in resource.depends_on]
        named += references(dict(resource.properties), here)
        for reference, place in named:
            if reference not in template.resources and reference not in others:
                raise UnknownReference(place, f"{reference} is nothing the stack has")
        graph[name] = [reference for reference, _ in named if reference in template.resources]
    return tuple(template.resources[name] for name in _sorted(graph, Location(template.stack)))


def _sorted(graph: Mapping[Name, Iterable[Name]], here: Location) -> tuple[Name, ...]:
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " → ".join(str(name) for name in error.args[1])
        raise CircularDependency(here, f"these wait for each other: {circle}") from error
