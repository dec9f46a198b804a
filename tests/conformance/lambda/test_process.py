"""What only a process of its own can show."""

import pytest

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.invoking import call, fail

pytestmark = pytest.mark.child_processes

LIFE = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"
TIMEOUT = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"
MEMORY = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"


@behaviour(TIMEOUT, "Timeout is the maximum amount of time in seconds that a Lambda function can run.")
def test_a_function_that_computes_past_its_timeout_is_ended(aws: Aws) -> None:
    function = aws.function("def handle(event, context):\n    while True:\n        pass\n", Timeout=1)
    error = fail(aws, function)
    assert error["errorType"] == "Sandbox.Timedout"
    assert error["errorMessage"].endswith("Task timed out after 1.00 seconds")


@behaviour(
    LIFE,
    "If the Lambda function crashes or times out during the Invoke phase, Lambda resets the execution "
    "environment.",
)
def test_a_process_that_exits_is_an_error_and_the_next_invocation_starts_anew(aws: Aws) -> None:
    function = aws.function(
        """
        import os
        count = 0

        def handle(event, context):
            global count
            count += 1
            if event:
                os._exit(event)
            return count
        """
    )
    call(aws, function)
    error = fail(aws, function, 3)
    assert error["errorType"] == "Runtime.ExitError"
    assert error["errorMessage"].endswith("Runtime exited with error: exit status 3")
    assert call(aws, function) == 1


@behaviour(
    MEMORY,
    "Memory is the amount of memory available to your Lambda function at runtime.",
)
def test_a_function_that_takes_more_memory_than_it_has_is_killed(aws: Aws) -> None:
    function = aws.function(
        "def handle(event, context):\n    bytearray(500 << 20)\n", MemorySize=128, Timeout=30
    )
    error = fail(aws, function)
    assert error["errorType"] in ("Runtime.OutOfMemory", "Runtime.ExitError")
    assert error["errorMessage"].endswith("signal: killed")


@behaviour(
    LIFE,
    "Lambda invokes your function in an execution environment, which provides a secure and isolated "
    "runtime environment.",
)
def test_two_functions_share_no_variables(aws: Aws) -> None:
    code = (
        "import os\ndef handle(event, context):\n    os.environ[event] = 'x'\n    return sorted(os.environ)\n"
    )
    first, second = aws.function(code), aws.function(code)
    assert "MARK_OF_FIRST" in call(aws, first, "MARK_OF_FIRST")
    assert "MARK_OF_FIRST" not in call(aws, second, "MARK_OF_SECOND")
