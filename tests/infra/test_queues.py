"""Queues: what SQS and Lambda ask of them, and what keeps messages from getting lost."""

from infra.catalog import CATALOG
from infra.workload.consumers import QueueConsumer
from tests.infra.template import Properties, Template, named

QUEUE = "AWS::SQS::Queue"


def _queues(service: Template) -> dict[str, Properties]:
    return service.of_type(QUEUE)


def _dlq_of(queue: Properties) -> str:
    return named(queue["RedrivePolicy"]["deadLetterTargetArn"])


def test_every_queue_has_a_dlq_or_is_one(service: Template) -> None:
    queues = _queues(service)
    dlqs = {_dlq_of(queue) for queue in queues.values() if "RedrivePolicy" in queue}
    assert len(dlqs) * 2 == len(queues)
    assert {name for name, queue in queues.items() if "RedrivePolicy" not in queue} == dlqs


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
    mappings = service.of_type("AWS::Lambda::EventSourceMapping").values()
    assert len(mappings) == len(queues) / 2
    for mapping in mappings:
        queue = queues[named(mapping["EventSourceArn"])]
        timeout = functions[named(mapping["FunctionName"])]["Timeout"]
        window = mapping.get("MaximumBatchingWindowInSeconds", 0)
        assert queue["VisibilityTimeout"] >= 6 * timeout + window


def test_each_queue_has_exactly_one_consumer(service: Template) -> None:
    sources = [
        named(m["EventSourceArn"]) for m in service.of_type("AWS::Lambda::EventSourceMapping").values()
    ]
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
    for mapping in service.of_type("AWS::Lambda::EventSourceMapping").values():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert 2 <= mapping["ScalingConfig"]["MaximumConcurrency"] <= 1_000
