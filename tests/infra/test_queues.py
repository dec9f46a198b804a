"""Queues: what SQS and Lambda ask of them, and what keeps messages from getting lost."""

from infra.catalog import CATALOG
from infra.workload.consumers import QueueConsumer
from tests.infra.template import Properties, Template, named

QUEUE = "AWS::SQS::Queue"


def _queues(service: Template) -> dict[str, Properties]:
    return service.of_type(QUEUE)


def _queue_mappings(service: Template) -> list[Properties]:
    """The mappings of queues; the others are of streams."""
    mappings = service.of_type("AWS::Lambda::EventSourceMapping").values()
    return [mapping for mapping in mappings if "StartingPosition" not in mapping]


def _stream_mappings(service: Template) -> list[Properties]:
    mappings = service.of_type("AWS::Lambda::EventSourceMapping").values()
    return [mapping for mapping in mappings if "StartingPosition" in mapping]


def _stream_dlqs(service: Template) -> set[str]:
    """The queues for what was given up of a stream."""
    destinations = [
        mapping["DestinationConfig"]["OnFailure"]["Destination"] for mapping in _stream_mappings(service)
    ]
    # The payload bucket is the other place there is, and is another stack's.
    return {named(destination) for destination in destinations if "Fn::GetAtt" in destination}


def _dlq_of(queue: Properties) -> str:
    return named(queue["RedrivePolicy"]["deadLetterTargetArn"])


def test_every_queue_has_a_dlq_or_is_one(service: Template) -> None:
    queues = _queues(service)
    dlqs = {_dlq_of(queue) for queue in queues.values() if "RedrivePolicy" in queue}
    assert len(dlqs) == sum("RedrivePolicy" in queue for queue in queues.values())
    assert {name for name, queue in queues.items() if "RedrivePolicy" not in queue} == (
        dlqs | _stream_dlqs(service)
    )


def test_a_dlq_keeps_messages_longer_than_its_queue(service: Template) -> None:
    queues = _queues(service)
    for queue in queues.values():
        if "RedrivePolicy" in queue:
            dlq = queues[_dlq_of(queue)]
            assert dlq["MessageRetentionPeriod"] > queue["MessageRetentionPeriod"]


def test_a_fifo_queue_has_a_fifo_dlq_and_a_standard_queue_a_standard_one(service: Template) -> None:
    queues = _queues(service)
    for queue in queues.values():
        if "RedrivePolicy" in queue:
            assert queues[_dlq_of(queue)].get("FifoQueue") == queue.get("FifoQueue")


def test_sqs_moves_a_message_only_long_after_its_attempts_are_spent(service: Template) -> None:
    most_attempts = max(
        [job_type.attempts for workload in CATALOG for job_type in workload.job_types]
        + [consumer.attempts for workload in CATALOG for consumer in workload.of(QueueConsumer)]
    )
    for queue in _queues(service).values():
        if "RedrivePolicy" in queue:
            assert queue["RedrivePolicy"]["maxReceiveCount"] > max(5, most_attempts)


def test_a_message_stays_invisible_six_times_as_long_as_its_function_may_take(service: Template) -> None:
    queues, functions = _queues(service), service.of_type("AWS::Lambda::Function")
    for mapping in _queue_mappings(service):
        queue = queues[named(mapping["EventSourceArn"])]
        timeout = functions[named(mapping["FunctionName"])]["Timeout"]
        window = mapping.get("MaximumBatchingWindowInSeconds", 0)
        assert queue["VisibilityTimeout"] >= 6 * timeout + window


def test_each_queue_has_exactly_one_consumer(service: Template) -> None:
    sources = [named(mapping["EventSourceArn"]) for mapping in _queue_mappings(service)]
    assert sorted(sources) == sorted(
        name for name, queue in _queues(service).items() if "RedrivePolicy" in queue
    )


def test_every_queue_is_encrypted_and_refuses_plain_http(service: Template) -> None:
    guarded: set[str] = set()
    for policy in service.of_type("AWS::SQS::QueuePolicy").values():
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Deny" and statement["Condition"] == {
                "Bool": {"aws:SecureTransport": "false"}
            }:
                guarded.update(named(queue) for queue in policy["Queues"])
    queues = _queues(service)
    assert guarded == set(queues)
    assert all(queue["SqsManagedSseEnabled"] for queue in queues.values())


def test_the_intake_queue_is_fifo_in_high_throughput_mode(service: Template) -> None:
    intake = service.only(QUEUE, QueueName="offload-dev-intake.fifo")
    assert intake["FifoQueue"] is True
    assert intake["DeduplicationScope"] == "messageGroup"
    assert intake["FifoThroughputLimit"] == "perMessageGroupId"
    assert "ContentBasedDeduplication" not in intake


def test_mappings_answer_for_each_message_and_cap_concurrency(service: Template) -> None:
    for mapping in _queue_mappings(service):
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert 2 <= mapping["ScalingConfig"]["MaximumConcurrency"] <= 1_000


def test_what_a_stream_gives_up_is_alone_and_in_a_queue_that_alarms(service: Template) -> None:
    alarms = service.of_type("AWS::CloudWatch::Alarm").values()
    watched = {named(d["Value"]) for alarm in alarms for d in alarm["Dimensions"] if d["Name"] == "QueueName"}
    lag = {
        named(d["Value"])
        for alarm in alarms
        if alarm["MetricName"] == "IteratorAge"
        for d in alarm["Dimensions"]
    }
    assert _stream_dlqs(service) <= watched
    for mapping in _stream_mappings(service):
        assert named(mapping["FunctionName"]) in lag
        assert mapping["BisectBatchOnFunctionError"] is True
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        # What is given up can still be read in the stream, which keeps it for a day.
        assert mapping["MaximumRecordAgeInSeconds"] < 86_400
