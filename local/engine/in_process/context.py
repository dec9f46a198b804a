"""What a handler is told of its invocation: Lambda's context object.

https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
"""

import os
from collections.abc import Callable


class CognitoIdentity:
    """Who called through AWS's mobile SDK: nobody, here as in most of Lambda."""

    cognito_identity_id = None
    cognito_identity_pool_id = None


class LambdaContext:
    """The second argument of a handler.

    Args:
        aws_request_id: names the invocation.
        invoked_function_arn: as the caller named the function.
        deadline: the instant the invocation is ended at, in seconds since the epoch.
        now: tells the instant, in seconds since the epoch.
    """

    # Lambda tells something by these two only for invocations by its mobile SDK.
    identity = CognitoIdentity()
    client_context = None

    def __init__(
        self, aws_request_id: str, invoked_function_arn: str, deadline: float, now: Callable[[], float]
    ) -> None:
        self.aws_request_id = aws_request_id
        self.invoked_function_arn = invoked_function_arn
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self._deadline = deadline
        self._now = now

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds left before the invocation is ended."""
        return max(round((self._deadline - self._now()) * 1000), 0)
