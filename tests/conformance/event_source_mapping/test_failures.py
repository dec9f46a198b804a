"""What goes back to the queue when a function fails, and what does not."""

from typing import Any

import pytest

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.event_source_mapping.feeding import feed

ERRORS = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html"
REPORTS: Any = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}


@behaviour(
    ERRORS,
    "When your Lambda function encounters an error while processing a batch, all messages in that batch"
    " become visible in the queue again by default, including messages that Lambda processed "
    "successfully.",
)
def test_an_error_brings_the_whole_batch_back(aws: Aws) -> None:
    fed = feed(aws, "a", "bad", how="if failed: raise RuntimeError", queue={"VisibilityTimeout": 20})
    seen = fed.bodies()
    assert "bad" in seen
    aws.wait(21)
    assert fed.bodies()[0] in ("a", "bad")
    assert fed.left() > 0


@behaviour(
    ERRORS, "You can configure your event source mapping to make only the failed messages visible again."
)
def test_only_what_the_answer_names_comes_back(aws: Aws) -> None:
    fed = feed(
        aws,
        "a",
        "bad",
        how="return {'batchItemFailures': [{'itemIdentifier': ids[body]} for body in failed]}",
        queue={"VisibilityTimeout": 20},
        MaximumBatchingWindowInSeconds=2,
        **REPORTS,
    )
    assert "bad" in fed.bodies()
    aws.wait(5)
    assert fed.left() == 1
    aws.wait(20)
    assert fed.bodies() == ["bad"]


@behaviour(
    ERRORS,
    "Lambda treats a batch as a complete success if your function returns: an empty batchItemFailures "
    "list, a null batchItemFailures list, an empty EventResponse, a null EventResponse.",
)
@pytest.mark.parametrize("answer", ["{'batchItemFailures': []}", "{'batchItemFailures': None}", "{}", "None"])
def test_an_empty_answer_is_success(aws: Aws, answer: str) -> None:
    fed = feed(aws, "a", how=f"return {answer}", **REPORTS)
    assert fed.bodies() == ["a"]
    assert fed.is_done()


@behaviour(
    ERRORS,
    "Lambda treats a batch as a complete failure if your function returns: an invalid JSON response, an"
    " empty string itemIdentifier, a null itemIdentifier, an itemIdentifier with a bad key name, an "
    "itemIdentifier value with a message ID that doesn't exist.",
)
@pytest.mark.parametrize(
    "answer",
    [
        "'no object'",
        "{'batchItemFailures': [{'itemIdentifier': ''}]}",
        "{'batchItemFailures': [{'itemIdentifier': None}]}",
        "{'batchItemFailures': [{'bad-key': ids['a']}]}",
        "{'batchItemFailures': [{'itemIdentifier': 'unknown'}]}",
    ],
)
def test_a_malformed_answer_is_failure(aws: Aws, answer: str) -> None:
    fed = feed(aws, "a", how=f"return {answer}", **REPORTS)
    assert fed.bodies() == ["a"]
    aws.wait(10)
    assert fed.left() == 1


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html",
    "When your function successfully processes a batch, Lambda deletes its messages from the queue.",
)
def test_without_response_types_the_answer_means_nothing(aws: Aws) -> None:
    fed = feed(aws, "a", how="return {'batchItemFailures': [{'itemIdentifier': ids['a']}]}")
    assert fed.bodies() == ["a"]
    assert fed.is_done()


@behaviour(
    ERRORS,
    "After your queue's visibility timeout runs out, the message will again reappear in the queue.",
)
def test_a_failed_message_is_tried_again_with_a_higher_count(aws: Aws) -> None:
    fed = feed(
        aws,
        "a",
        how="if records[0]['attributes']['ApproximateReceiveCount'] == '1': raise RuntimeError",
        queue={"VisibilityTimeout": 20},
    )
    counts = []
    for _ in range(2):
        [record] = fed.batch()
        counts.append(record["attributes"]["ApproximateReceiveCount"])
        aws.wait(20)
    assert counts == ["1", "2"]
    assert fed.is_done()


@behaviour(
    ERRORS,
    "If the invocation fails due to throttling, Lambda continues to retry the message until the "
    "message's timestamp exceeds your queue's visibility timeout, at which point Lambda drops the "
    "message.",
)
def test_a_throttled_message_goes_to_the_dlq_untried(aws: Aws) -> None:
    dlq = aws.queue()
    policy = {"deadLetterTargetArn": dlq.arn, "maxReceiveCount": 1}
    fed = feed(aws, queue={"VisibilityTimeout": 20, "RedrivePolicy": policy})
    aws.client("lambda").put_function_concurrency(FunctionName=fed.function, ReservedConcurrentExecutions=0)
    fed.send("a")

    [message] = aws.eventually(
        lambda: aws.client("sqs").receive_message(QueueUrl=dlq.url).get("Messages"), within=120
    )

    assert message["Body"] == "a"
    assert "Messages" not in aws.client("sqs").receive_message(QueueUrl=fed.reports.url)
