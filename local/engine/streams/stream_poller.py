"""Polls one stream for one mapping: keeps a lane going for each part of each shard.

Where each part has got to is kept while the mapping is disabled or changed, and goes on from there.
https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from local.clients import ClientFactory
from local.engine.environment import Outcome
from local.engine.filter_criteria import FilterCriteria
from local.engine.streams.discarded import FailureReports
from local.engine.streams.lane import Lane, Place
from local.engine.streams.source import Source
from local.engine.streams.stream_mapping import StreamMapping
from local.hub import Hub, Task

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration

#: Seconds before a stream is tried again that could not be worked on.
REFUSED_WAIT = 60.0

#: What a lane lives with, by the error's code.
REFUSALS: Final = {
    "AccessDeniedException": "The function's role lacks a permission",
    "ResourceNotFoundException": "The function is gone",
}


class StreamPoller:
    """The poller of one mapping.

    Args:
        hub: gives the turns and the time.
        client: returns the client of a service that calls with the function's role.
        source: the stream.
        configuration: of the mapping; it says where a new mapping begins.
        invoke: invokes a function, by its ARN, with a payload. Raises Throttled.
        tell: hears, in a line, why the stream is not read.
    """

    def __init__(
        self,
        hub: Hub,
        client: ClientFactory,
        source: Source,
        configuration: "Configuration",
        *,
        invoke: Callable[[str, bytes], Outcome],
        tell: Callable[[str], None],
    ) -> None:
        self._hub = hub
        self._client = client
        self._source = source
        self._invoke = invoke
        self._tell = tell
        self._positions = {
            Place(shard, 0, 1): source.start(shard, configuration) for shard in source.shards()
        }
        self._lanes: dict[Place, Lane] = {}
        self._tasks: list[Task[None]] = []
        self._followed: StreamMapping | None = None

    def follow(self, configuration: "Configuration") -> None:
        """Poll as `configuration` says from now on."""
        self.stop()
        mapping = self._followed = StreamMapping.read(configuration)
        criteria = FilterCriteria.read(configuration, data=self._source.data)
        self._hub.spawn(partial(self._start, mapping, criteria), f"poller of {mapping.stream}")

    def stop(self) -> None:
        """Take no more records, and try none again that failed; `follow` goes on from here."""
        self._followed = None
        for lane in self._lanes.values():
            lane.stop()

    def _start(self, mapping: StreamMapping, criteria: FilterCriteria) -> None:
        """Start the lanes, once those of the former configuration have ended."""
        for task in self._tasks[:]:
            task.done.wait()
        if self._followed is not mapping:
            return
        self._positions |= {place: lane.position for place, lane in self._lanes.items()}
        self._positions = {
            Place(shard, number, mapping.lanes): self._position(Place(shard, number, mapping.lanes))
            for shard in self._source.shards()
            for number in range(mapping.lanes)
        }
        self._lanes = {place: self._lane(mapping, place, criteria) for place in self._positions}
        self._tasks = [
            self._hub.spawn(partial(self._run, lane), f"{mapping.stream} {place}")
            for place, lane in self._lanes.items()
        ]

    def _position(self, place: Place) -> str | None:
        """Return where a lane begins: where it has got to, or where the last of a former division has."""
        if place in self._positions:
            return self._positions[place]
        former = [position for known, position in self._positions.items() if known.shard == place.shard]
        return min(former, key=lambda position: int(position or 0), default=None)

    def _lane(self, mapping: StreamMapping, place: Place, criteria: FilterCriteria) -> Lane:
        return Lane(
            self._hub,
            self._source,
            mapping,
            place,
            self._positions[place],
            passes=lambda record: criteria.matches(record.filtered),
            invoke=self._invoke,
            discard=FailureReports(self._hub, self._client, self._source, mapping).send,
        )

    def _run(self, lane: Lane) -> None:
        while not lane.stopping.is_set():
            try:
                lane.run()
            except ClientError as error:
                code = error.response["Error"]["Code"]
                if code == "ResourceNotFoundException" and not self._source.shards():
                    return  # The stream has been deleted: nothing will come of it any more.
                if code not in REFUSALS:
                    raise
                self._tell(f"{REFUSALS[code]}: {error.response['Error']['Message']}")
                lane.stopping.wait(REFUSED_WAIT)
