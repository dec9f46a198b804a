"""What a mapping may ask for, and how it is changed."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.event_source_mapping.feeding import SOON, Fed, feed

API = "https://docs.aws.amazon.com/lambda/latest/api"
DG = "https://docs.aws.amazon.com/lambda/latest/dg"
NOTHING = "def handle(event, context): pass"


def refusal(aws: Aws, *, fifo: bool = False, timeout: int = 3, **mapping: Any) -> str:
    """Return the message by which a mapping is refused."""
    queue: Any = {"FifoQueue": True} if fifo else {}
    function = aws.function(NOTHING, Timeout=timeout)
    with pytest.raises(ClientError) as refused:
        aws.client("lambda").create_event_source_mapping(
            EventSourceArn=aws.queue(VisibilityTimeout=30, **queue).arn, FunctionName=function, **mapping
        )
    return str(refused.value)


def reach(aws: Aws, fed: Fed, state: str) -> None:
    get = aws.client("lambda").get_event_source_mapping
    assert aws.eventually(lambda: get(UUID=fed.mapping)["State"] == state, within=SOON)


@behaviour(
    f"{DG}/services-sqs-parameters.html",
    "BatchSize: for standard queues, the maximum is 10,000. For FIFO queues, the maximum is 10.",
)
@pytest.mark.parametrize(
    ("fifo", "size", "window"), [(False, 10_001, 1), (True, 11, 0)], ids=["standard", "fifo"]
)
def test_a_batch_size_has_a_maximum(aws: Aws, fifo: bool, size: int, window: int) -> None:
    more = {"MaximumBatchingWindowInSeconds": window} if window else {}
    assert refusal(aws, fifo=fifo, BatchSize=size, **more)


@behaviour(
    f"{API}/API_CreateEventSourceMapping.html",
    "When you set BatchSize to a value greater than 10, you must set MaximumBatchingWindowInSeconds to at"
    " least 1.",
)
def test_a_large_batch_asks_for_a_window(aws: Aws) -> None:
    assert "window" in refusal(aws, BatchSize=11)


@behaviour(f"{DG}/services-sqs-parameters.html", "Batching window is not supported for FIFO queues.")
def test_a_fifo_queue_has_no_window(aws: Aws) -> None:
    assert "FIFO" in refusal(aws, fifo=True, MaximumBatchingWindowInSeconds=1)


@behaviour(
    f"{API}/API_CreateEventSourceMapping.html",
    "You can configure MaximumBatchingWindowInSeconds to any value from 0 seconds to 300 seconds in "
    "increments of seconds.",
)
def test_a_window_has_a_maximum(aws: Aws) -> None:
    assert "maximumBatchingWindowInSeconds" in refusal(aws, MaximumBatchingWindowInSeconds=301)


@behaviour(
    f"{API}/API_ScalingConfig.html",
    "MaximumConcurrency: Limits the number of concurrent instances that the Amazon SQS event source "
    "can invoke. Valid Range: Minimum value of 2. Maximum value of 1000.",
)
def test_the_concurrency_has_a_maximum(aws: Aws) -> None:
    assert "maximumConcurrency" in refusal(aws, ScalingConfig={"MaximumConcurrency": 1_001})


@behaviour(
    f"{DG}/services-sqs-configure.html",
    "Your function's timeout must be less than or equal to the queue's visibility timeout. Lambda "
    "validates this requirement when you create or update an event source mapping and will return an "
    "error if the function timeout exceeds the queue's visibility timeout.",
)
def test_a_queue_hides_messages_as_long_as_its_function_may_take(aws: Aws) -> None:
    message = refusal(aws, timeout=31)
    assert "Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds" in message


@behaviour(
    f"{DG}/invocation-eventfiltering.html",
    "By default, you can define up to five different filters for a single event source mapping. If you "
    "attempt to add more filters than your current quota permits, Lambda will return an error when you "
    "try to create the event source.",
)
def test_a_mapping_has_five_filters_at_most(aws: Aws) -> None:
    many = [{"Pattern": '{"body": ["text"]}'}] * 11
    assert refusal(aws, FilterCriteria={"Filters": many})


@behaviour(
    f"{API}/API_CreateEventSourceMapping.html",
    "InvalidParameterValueException: one of the parameters in the request is not valid.",
)
def test_what_is_no_pattern_is_refused(aws: Aws) -> None:
    assert "Invalid filter pattern" in refusal(
        aws, FilterCriteria={"Filters": [{"Pattern": '{"body": "b"}'}]}
    )


@behaviour(
    f"{API}/API_CreateEventSourceMapping.html",
    "ResourceConflictException: The resource already exists, or another operation is in progress.",
)
def test_a_queue_feeds_a_function_once(aws: Aws) -> None:
    fed = feed(aws)
    with pytest.raises(ClientError) as refused:
        aws.client("lambda").create_event_source_mapping(
            EventSourceArn=fed.queue.arn, FunctionName=fed.function
        )
    assert refused.value.response["Error"]["Code"] == "ResourceConflictException"


@behaviour(
    f"{API}/API_UpdateEventSourceMapping.html",
    "Enabled: when true, the event source mapping is active. When false, Lambda pauses polling and "
    "invocation.",
)
def test_a_disabled_mapping_leaves_messages_until_it_is_enabled(aws: Aws) -> None:
    fed, lambda_ = feed(aws), aws.client("lambda")
    reach(aws, fed, "Enabled")
    lambda_.update_event_source_mapping(UUID=fed.mapping, Enabled=False)
    reach(aws, fed, "Disabled")
    fed.send("a")
    aws.wait(30)
    assert fed.left() == 1
    lambda_.update_event_source_mapping(UUID=fed.mapping, Enabled=True)
    assert fed.bodies() == ["a"]


@behaviour(
    f"{API}/API_EventSourceMappingConfiguration.html",
    "The state of the event source mapping. It can be one of the following: Creating, Enabling, "
    "Enabled, Disabling, Disabled, Updating, or Deleting.",
)
def test_a_mapping_tells_what_becomes_of_it(aws: Aws) -> None:
    fed, lambda_ = feed(aws), aws.client("lambda")
    reach(aws, fed, "Enabled")
    assert lambda_.update_event_source_mapping(UUID=fed.mapping, BatchSize=1)["State"] == "Updating"
    reach(aws, fed, "Enabled")
    assert lambda_.update_event_source_mapping(UUID=fed.mapping, Enabled=False)["State"] == "Disabling"
    reach(aws, fed, "Disabled")
    assert lambda_.delete_event_source_mapping(UUID=fed.mapping)["State"] == "Deleting"


@behaviour(
    f"{API}/API_DeleteEventSourceMapping.html",
    "ResourceNotFoundException: the resource specified in the request does not exist.",
)
def test_a_missing_mapping_is_not_found(aws: Aws) -> None:
    lambda_ = aws.client("lambda")
    with pytest.raises(lambda_.exceptions.ResourceNotFoundException):
        lambda_.delete_event_source_mapping(UUID="14e0db71-5d35-4eb5-b481-8945cf9d10c2")
