"""Hands parcels to their targets, each kind of target through the client of its own service.

This is the one place where events leave EventBridge, EventBridge Scheduler and S3 for another service.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

from collections.abc import Callable, Mapping

from moto.core.utils import unix_time_millis
from moto.events.models import events_backends
from moto.moto_api._internal import mock_random

from local.clients import ClientFactory
from local.engine.events.failure import Undeliverable
from local.engine.events.parcel import DeadLetter, Parcel
from local.moto_fixes.events.publishing import publish
from local.moto_fixes.events.target_kinds import TargetKind, target_kind
from local.permissions import Principal, acting_as, is_allowed, role_session, service_principal, trusts

#: In whose name rules bring events on.
EVENTBRIDGE = "events.amazonaws.com"


class Senders:
    """Hands parcels over.

    Args:
        client: returns the boto3 client of a service.
    """

    def __init__(self, client: ClientFactory) -> None:
        self._client = client
        self._by_kind: Mapping[TargetKind, Callable[[Parcel], None]] = {
            TargetKind.QUEUE: self._to_queue,
            TargetKind.FUNCTION: self._to_function,
            TargetKind.STATE_MACHINE: self._to_state_machine,
            TargetKind.EVENT_BUS: self._to_event_bus,
            TargetKind.STREAM: self._to_stream,
            TargetKind.TOPIC: self._to_topic,
            TargetKind.LOG_GROUP: self._to_log_group,
        }

    def send(self, parcel: Parcel) -> None:
        """Hand a parcel to its target. Raises the service's ClientError, or Undeliverable."""
        kind = target_kind(parcel.target)
        if kind is None:
            raise Undeliverable("INVALID_PARAMETER", f"nothing is brought to {parcel.target}")
        with acting_as(_sender(parcel)):
            self._by_kind[kind](parcel)

    def send_dead_letter(self, parcel: Parcel, letter: DeadLetter, attributes: Mapping[str, str]) -> None:
        """Send what a parcel leaves to its dead-letter queue. Raises the service's ClientError.

        A schedule does so with its role, a rule in its own name.
        https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
        """
        own = service_principal(parcel.principal, source_arn=parcel.source)
        with acting_as(_sender(parcel) if parcel.principal == "scheduler.amazonaws.com" else own):
            self._client("sqs").send_message(
                QueueUrl=self._url(letter.queue),
                MessageBody=letter.body,
                MessageAttributes={
                    name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
                },
            )

    def _to_queue(self, parcel: Parcel) -> None:
        # A FIFO queue gets no deduplication id: its deduplication has to be by content.
        group = {} if parcel.message_group is None else {"MessageGroupId": parcel.message_group}
        self._client("sqs").send_message(
            QueueUrl=self._url(parcel.target),
            MessageBody=parcel.input,
            **group,  # type: ignore[arg-type]  # only the one name
        )

    def _to_function(self, parcel: Parcel) -> None:
        self._client("lambda").invoke(
            FunctionName=parcel.target, InvocationType="Event", Payload=parcel.input.encode()
        )

    def _to_state_machine(self, parcel: Parcel) -> None:
        self._client("stepfunctions").start_execution(stateMachineArn=parcel.target, input=parcel.input)

    def _to_event_bus(self, parcel: Parcel) -> None:
        """Put the event on the bus as it is: PutEvents would make another one of it."""
        region, account, resource = parcel.target.split(":")[3:6]
        bus = events_backends[account][region].event_buses.get(resource.removeprefix("event-bus/"))
        if bus is None:
            raise Undeliverable("NO_RESOURCE", f"{parcel.target} does not exist")
        if parcel.role is not None and not is_allowed(_sender(parcel), "events:PutEvents", parcel.target):
            raise Undeliverable("NO_PERMISSIONS", f"{parcel.role} may not put events on {parcel.target}")
        if parcel.event is None:
            raise Undeliverable("INVALID_PARAMETER", "only events are put on an event bus")
        publish(bus, parcel.event, forwarded=parcel.principal == EVENTBRIDGE)

    def _to_stream(self, parcel: Parcel) -> None:
        self._client("kinesis").put_record(
            StreamName=parcel.target.rpartition("/")[2],
            Data=parcel.input.encode(),
            PartitionKey=parcel.partition_key or str(mock_random.uuid4()),
        )

    def _to_topic(self, parcel: Parcel) -> None:
        self._client("sns").publish(TopicArn=parcel.target, Message=parcel.input)

    def _to_log_group(self, parcel: Parcel) -> None:
        group, stream = parcel.target.split(":")[6], str(mock_random.uuid4())
        logs = self._client("logs")
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
        logs.put_log_events(
            logGroupName=group,
            logStreamName=stream,
            logEvents=[{"timestamp": int(unix_time_millis()), "message": parcel.input}],
        )

    def _url(self, queue: str) -> str:
        name = queue.rpartition(":")[2]
        with acting_as(None):
            return str(self._client("sqs").get_queue_url(QueueName=name)["QueueUrl"])


def _sender(parcel: Parcel) -> Principal:
    """Return in whose name a parcel is brought. Raises Undeliverable where its role cannot be taken on.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    if parcel.role is None:
        return service_principal(parcel.principal, source_arn=parcel.source)
    if not trusts(parcel.role, parcel.principal, source_arn=parcel.source):
        raise Undeliverable("NO_PERMISSIONS", f"{parcel.principal} may not take on {parcel.role}")
    return role_session(parcel.role, parcel.source.rpartition("/")[2])
