"""Event source mappings: keeps a poller for each one, whatever kind of source it reads.

Knows no kind of source: who polls one is registered under the service in the source's ARN.
https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from moto.awslambda.models import lambda_backends

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration


class UnsupportedMapping(RuntimeError):
    """An event source mapping asks for something the engine cannot do."""


class Poller(Protocol):
    """What reads one source for one mapping."""

    def follow(self, configuration: "Configuration") -> None:
        """Poll as `configuration` says from now on. Raises UnsupportedMapping."""

    def stop(self) -> None:
        """Take no more; what was taken is still worked on. `follow` goes on from here."""


#: Makes a poller, which does nothing before it is told to follow a configuration.
NewPoller = Callable[["Configuration"], Poller]


class EventSourceMappings:
    """The mappings of one account and region.

    Args:
        account: the AWS account's number.
        region: the AWS region.
        new_poller: makes a poller for a source, by the service in its ARN, such as "sqs".
    """

    def __init__(self, account: str, region: str, new_poller: Mapping[str, NewPoller]) -> None:
        self._account = account
        self._region = region
        self._new_poller = new_poller
        self._pollers: dict[str, Poller] = {}
        #: The configurations that are followed, by the mapping's UUID.
        self._followed: dict[str, Configuration] = {}

    def read(self) -> None:
        """Bring the pollers in line with moto's mappings. Raises UnsupportedMapping."""
        mappings = lambda_backends[self._account][self._region].list_event_source_mappings("", "")
        found = {mapping.uuid: cast("Configuration", mapping.get_configuration()) for mapping in mappings}
        enabled = {mapping.uuid for mapping in mappings if mapping.enabled}
        for uuid in self._followed.keys() - enabled:
            del self._followed[uuid]
            self._pollers[uuid].stop()
        for uuid in self._pollers.keys() - found.keys():
            del self._pollers[uuid]
        for uuid, configuration in found.items():
            if uuid in enabled and self._followed.get(uuid) != configuration:
                self._poller(configuration).follow(configuration)
                self._followed[uuid] = configuration

    def _poller(self, configuration: "Configuration") -> Poller:
        uuid, source = configuration["UUID"], configuration["EventSourceArn"]
        if uuid not in self._pollers:
            service = source.split(":")[2]
            if service not in self._new_poller:
                raise UnsupportedMapping(f"mapping {uuid}: nothing here polls {source}")
            self._pollers[uuid] = self._new_poller[service](configuration)
        return self._pollers[uuid]
