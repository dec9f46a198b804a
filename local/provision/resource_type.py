"""What a resource type is to the provisioner: declared properties, and how one such resource is created."""

import hashlib
import json
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from botocore.client import BaseClient
from pydantic import JsonValue

from local.assembly import Assembly, Asset, Resource, ReturnValues
from local.provision.properties import Properties

#: Returns the boto3 client of a service, such as "sqs".
ClientFactory = Callable[[str], BaseClient]
#: What an AWS API answers.
Reply = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a resource is being created, and what it may use for that.

    Attributes:
        resource: as its template declares it.
        assembly: that it is part of.
        client: reaches AWS.
    """

    resource: Resource
    assembly: Assembly
    client: ClientFactory

    def call(self, service: str, operation: str, **request: object) -> Reply:
        """Call an operation of an AWS service, such as `("sqs", "create_queue", QueueName="q")`."""
        reply: Reply = getattr(self.client(service), operation)(**request)
        return reply

    def name(self, longest: int, suffix: str = "") -> str:
        """Return a physical name for a resource that the template gives none.

        AWS would end it with random characters; here it is the same in every run.

        Args:
            longest: how many characters the service allows.
            suffix: with which the name must end.
        """
        name = f"{self.resource.stack}-{self.resource.logical_id}"
        if len(name) + len(suffix) > longest:
            digest = hashlib.sha256(name.encode()).hexdigest()[:8]
            name = f"{name[: longest - len(suffix) - len(digest) - 1]}-{digest}"
        return name + suffix

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of something in this account and region."""
        environment = self.assembly.environment
        return f"arn:aws:{service}:{environment.region}:{environment.account}:{resource}"

    def asset(self, bucket: JsonValue, key: JsonValue) -> Asset:
        """Return the asset that a deployment publishes under that bucket and key."""
        return self.assembly.published(bucket, key, self.resource.location)


class ResourceType(Properties):
    """A type of resource: its fields are the properties that are understood.

    Attributes:
        unique: whether no two resources of the account may have the same physical id; not so for what is
            named within something else, such as a stage of an API.
    """

    unique: ClassVar[bool] = True

    @abstractmethod
    def create(self, place: Place) -> ReturnValues:
        """Create the resource through the service's own API; return what Ref and GetAtt give.

        The names and values of the attributes follow the type's page in the template reference:
        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
        """


def document(value: JsonValue) -> str:
    """Return a policy, schema or definition as the JSON text that APIs take; it may be text already."""
    return value if isinstance(value, str) else json.dumps(value)
