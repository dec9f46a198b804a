"""What tests of Lambda ask for: an invocation's answer, in a word."""

import json
from typing import Any

from tests.conformance.aws import Aws


def call(aws: Aws, function: str, event: object = None) -> Any:
    """Invoke a function that does not fail; return what it returned."""
    answer = aws.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
    result = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, result
    return result


def fail(aws: Aws, function: str, event: object = None) -> Any:
    """Invoke a function that fails; return the description of its error."""
    answer = aws.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
    assert answer["FunctionError"] == "Unhandled"
    return json.loads(answer["Payload"].read())


def log(aws: Aws, function: str) -> list[str]:
    """Return the lines of a function's log so far."""
    events = aws.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{function}")["events"]
    return [event["message"].rstrip("\n") for event in events]
