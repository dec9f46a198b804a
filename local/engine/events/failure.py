"""Why a delivery failed, as dead letters say it, and whether another try may help.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

from dataclasses import dataclass
from typing import Final

from botocore.exceptions import ClientError

_THROTTLED: Final = (
    "KMSThrottlingException",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestThrottled",
    "Throttled",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
)
_MISSING: Final = (
    "AWS.SimpleQueueService.NonExistentQueue",
    "NotFound",
    "NotFoundException",
    "QueueDoesNotExist",
    "ResourceNotFoundException",
    "StateMachineDoesNotExist",
)
_FORBIDDEN: Final = (
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "AuthorizationErrorException",
)


class Undeliverable(Exception):
    """A target took nothing.

    Args:
        code: as dead letters name it, such as "NO_RESOURCE".
        message: for a person.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.failure = Failure(code, message)


@dataclass(frozen=True)
class Failure:
    """Why a target took nothing.

    Attributes:
        code: as dead letters name it.
        message: for a person.
        temporary: whether another try may help.
        error: as the target's own service names it; empty if it was not the target that refused.
    """

    code: str
    message: str
    temporary: bool = False
    error: str = ""


def failure(error: ClientError) -> Failure:
    """Return what the error of an AWS service means for a delivery."""
    code = error.response["Error"].get("Code", "")
    message = error.response["Error"].get("Message", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
    if code in _THROTTLED:
        return Failure("THROTTLING", message, temporary=True, error=code)
    if code in _MISSING:
        return Failure("NO_RESOURCE", message, error=code)
    if code in _FORBIDDEN:
        return Failure("NO_PERMISSIONS", message, error=code)
    if status >= 500:
        return Failure("ERROR_FROM_TARGET", message, temporary=True, error=code)
    return Failure("INVALID_PARAMETER", message, error=code)
