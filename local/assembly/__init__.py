"""The cloud assembly in, resolved resources out. Knows CloudFormation and no AWS service."""

from local.assembly.asset import Asset
from local.assembly.cloud_assembly import Assembly, load
from local.assembly.environment import Environment
from local.assembly.errors import AssemblyError, Location
from local.assembly.resolver import Resolver, ReturnValues
from local.assembly.template import Resource

__all__ = [
    "Assembly",
    "AssemblyError",
    "Asset",
    "Environment",
    "Location",
    "Resolver",
    "Resource",
    "ReturnValues",
    "load",
]
