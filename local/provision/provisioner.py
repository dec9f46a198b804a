"""Creates an assembly's resources, one after the other, through the services' own APIs."""

from collections.abc import Mapping
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import JsonValue, ValidationError

from local.assembly import Assembly, Resolver, Resource, ReturnValues
from local.provision.errors import NotCreated
from local.provision.resource_type import ClientFactory, Place
from local.provision.resource_types import RESOURCE_TYPES
from local.provision.support import refuse_unsupported


@dataclass(frozen=True)
class Provisioned:
    """What there is now.

    Attributes:
        resources: what Ref and GetAtt return, by stack and logical id.
        outputs: of each stack, by stack and name.
    """

    resources: Mapping[tuple[str, str], ReturnValues]
    outputs: Mapping[str, Mapping[str, JsonValue]]


def provision(assembly: Assembly, *, client: ClientFactory) -> Provisioned:
    """Create all resources of all stacks, as a first deployment would.

    Args:
        assembly: the stacks.
        client: returns the boto3 client of a service. Making one is slow (50 ms): share them.

    Raises:
        Unsupported: with everything that is not understood, before anything is created.
        AssemblyError: where a value cannot be resolved.
        NotCreated: where a resource's properties make no sense, or the service refuses them.
    """
    refuse_unsupported(assembly)
    created: dict[tuple[str, str], ReturnValues] = {}
    resolver = assembly.resolver(created)
    owners: dict[tuple[str, str], Resource] = {}
    for resource in assembly.resources:
        returned = _create(resource, resolver, Place(resource, assembly, client))
        created[resource.stack, resource.logical_id] = returned
        if RESOURCE_TYPES[resource.type].unique:
            _refuse_second(owners.setdefault((resource.type, returned.ref), resource), resource, returned)
    return Provisioned(created, assembly.outputs(created))


def _refuse_second(owner: Resource, resource: Resource, returned: ReturnValues) -> None:
    """Refuse a physical id that is taken: many services take a second creation for a change of the first."""
    if owner is not resource:
        raise NotCreated(resource, f"{returned.ref} is {owner.location} already")


def _create(resource: Resource, resolver: Resolver, place: Place) -> ReturnValues:
    properties = resolver.properties(resource)
    try:
        return RESOURCE_TYPES[resource.type].model_validate(properties).create(place)
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise NotCreated(resource, "; ".join(problems)) from error
    except (ClientError, BotoCoreError) as error:
        raise NotCreated(resource, str(error)) from error
