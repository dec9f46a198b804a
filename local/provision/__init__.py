"""Resources of an assembly into moto, one module per service. Knows AWS's APIs, and not what runs on them."""

from local.provision.errors import Finding, NotCreated, Unsupported
from local.provision.provisioner import Provisioned, provision
from local.provision.resource_type import ClientFactory

__all__ = ["ClientFactory", "Finding", "NotCreated", "Provisioned", "Unsupported", "provision"]
