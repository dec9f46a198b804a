"""What Lambda asks of a mapping from a queue to a function, when it is made and when it is changed."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.flow.local.handmade import Handmade, HandmadeQueue

NOTHING = "def handle(event, context):\n    pass\n"


def refusal(handmade: Handmade, queue: HandmadeQueue, **mapping: Any) -> tuple[str, str]:
    """Return the error's code and message for a mapping that must be refused."""
    with pytest.raises(ClientError) as refused:
        handmade.feed("f", queue, **mapping)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(
    ("queue", "mapping", "code", "message"),
    [
        ("q", {"BatchSize": 10_001}, "ValidationException", "Value '10001' at 'batchSize'"),
        ("q", {"BatchSize": 11}, "InvalidParameterValueException", "Maximum batch window in seconds must"),
        (
            "q",
            {"MaximumBatchingWindowInSeconds": 301},
            "ValidationException",
            "at 'maximumBatchingWindowInSeconds'",
        ),
        (
            "q.fifo",
            {"MaximumBatchingWindowInSeconds": 1},
            "InvalidParameterValueException",
            "Batching window is not supported for FIFO queues",
        ),
        ("q.fifo", {"BatchSize": 11}, "InvalidParameterValueException", "Batch size for FIFO queues"),
        (
            "q",
            {"ScalingConfig": {"MaximumConcurrency": 1_001}},
            "ValidationException",
            "Value '1001' at 'scalingConfig.maximumConcurrency' failed to satisfy constraint: "
            "Member must have value less than or equal to 1000",
        ),
        (
            "q",
            {"MaximumRetryAttempts": 2},
            "InvalidParameterValueException",
            "Unsupported MaximumRetryAttempts",
        ),
        (
            "q",
            {"ProvisionedPollerConfig": {"MinimumPollers": 2, "MaximumPollers": 4}},
            "InvalidParameterValueException",
            "pollers cannot be provisioned here",
        ),
        (
            "q",
            {"FilterCriteria": {"Filters": [{"Pattern": '{"body": ["text"]}'}] * 6}},
            "InvalidParameterValueException",
            "maximum number of filters",
        ),
    ],
)
def test_a_mapping_outside_lambdas_limits_is_refused(
    handmade: Handmade, queue: str, mapping: dict[str, Any], code: str, message: str
) -> None:
    handmade.function("f", NOTHING)
    refused_code, refused_message = refusal(handmade, handmade.queue(queue), **mapping)
    assert refused_code == code
    assert message in refused_message


@pytest.mark.parametrize(
    "pattern",
    [
        "no json",
        "[]",
        '{"body": "text"}',
        '{"body": []}',
        '{"body": {}}',
        '{"body": {"a": [{"numeric": [">"]}]}}',
        '{"body": {"a": [{"numeric": ["~", 1]}]}}',
        '{"body": {"a": [{"exists": "yes"}]}}',
        '{"body": {"a": [{"prefix": 1}]}}',
        '{"body": {"a": [{"prefix": "a", "suffix": "b"}]}}',
        '{"body": {"a": [{"wildcard": "a*"}]}}',
        '{"body": {"a": [["b"]]}}',
        '{"body": {"$or": {"a": ["b"]}}}',
        "x" * 4097,
        '{"body": {"a": [{"anything-but": []}]}}',
    ],
)
def test_a_filter_that_is_no_pattern_is_refused(handmade: Handmade, pattern: str) -> None:
    handmade.function("f", NOTHING)
    refused = refusal(handmade, handmade.queue("q"), FilterCriteria={"Filters": [{"Pattern": pattern}]})
    assert refused == ("InvalidParameterValueException", "Invalid filter pattern definition.")


def test_a_queue_hides_messages_at_least_as_long_as_its_function_may_take(handmade: Handmade) -> None:
    handmade.function("f", NOTHING, Timeout=31)
    assert refusal(handmade, handmade.queue("q", VisibilityTimeout=30)) == (
        "InvalidParameterValueException",
        "Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds",
    )


def test_a_change_is_checked_with_what_stays_as_it_is(handmade: Handmade) -> None:
    handmade.function("f", NOTHING)
    lambda_ = handmade.stack.client("lambda")
    uuid = handmade.feed("f", handmade.queue("q"), BatchSize=100, MaximumBatchingWindowInSeconds=5)

    with pytest.raises(ClientError, match="Maximum batch window in seconds must be greater than 0"):
        lambda_.update_event_source_mapping(UUID=uuid, MaximumBatchingWindowInSeconds=0)

    assert lambda_.get_event_source_mapping(UUID=uuid)["MaximumBatchingWindowInSeconds"] == 5


def test_a_queue_feeds_a_function_by_one_mapping(handmade: Handmade) -> None:
    handmade.function("f", NOTHING)
    handmade.function("g", NOTHING)
    queue = handmade.queue("q")
    uuid = handmade.feed("f", queue)
    handmade.feed("g", queue)

    code, message = refusal(handmade, queue)

    assert code == "ResourceConflictException"
    assert uuid in message


def test_a_mapping_tells_what_is_under_way(handmade: Handmade) -> None:
    arn = handmade.function("f", NOTHING)
    queue, lambda_ = handmade.queue("q"), handmade.stack.client("lambda")
    created = lambda_.create_event_source_mapping(FunctionName="f", EventSourceArn=queue.arn)
    uuid = created["UUID"]

    def state() -> str:
        return lambda_.get_event_source_mapping(UUID=uuid)["State"]

    assert (created["State"], state()) == ("Creating", "Enabled")
    assert lambda_.update_event_source_mapping(UUID=uuid, BatchSize=1)["State"] == "Updating"
    assert lambda_.update_event_source_mapping(UUID=uuid, Enabled=False)["State"] == "Disabling"
    assert state() == "Disabled"
    assert lambda_.update_event_source_mapping(UUID=uuid, Enabled=True)["State"] == "Enabling"
    for name in ("f", arn):
        [listed] = lambda_.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
        assert listed["UUID"] == uuid
    assert lambda_.delete_event_source_mapping(UUID=uuid)["State"] == "Deleting"


@pytest.mark.parametrize("operation", ["get", "update", "delete"])
def test_an_unknown_mapping_is_not_found(handmade: Handmade, operation: str) -> None:
    call = getattr(handmade.stack.client("lambda"), f"{operation}_event_source_mapping")
    with pytest.raises(ClientError, match="The resource you requested does not exist") as refused:
        call(UUID="14e0db71-5d35-4eb5-b481-8945cf9d10c2")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"
