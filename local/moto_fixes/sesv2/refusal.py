"""SES's errors, as version 2 of its API has them."""

from typing import Final

from moto.core.exceptions import JsonRESTError

_STATUS: Final = {"NotFoundException": 404, "TooManyRequestsException": 429}


class Refusal(JsonRESTError):
    """A call that SES refuses.

    Args:
        error: its name, such as "MessageRejected".
        message: what a person reads.
    """

    def __init__(self, error: str, message: str) -> None:
        super().__init__(error, message)
        self.code = _STATUS.get(error, 400)


def bad_request(message: str) -> Refusal:
    """Return the refusal of a request that makes no sense."""
    return Refusal("BadRequestException", message)


def not_found(message: str) -> Refusal:
    """Return the refusal of a request about something that is not there."""
    return Refusal("NotFoundException", message)
