"""The handler of the archive: hears that a statement was made, and keeps it for its account to read.

The result comes with the event, so this service asks nobody, and reads no other's table.
"""

import os

from pydantic import ValidationError

from functions.messaging.statements import MonthlyStatement, Statements
from functions.messaging.versions import AnyVersion, understood
from functions.offload.aws import client
from functions.offload.domain_events import JobSucceeded
from functions.offload.errors import InvalidPayload
from functions.offload.subscriber import Event, subscriber

_statements = Statements(client("dynamodb"), os.environ["OWN_TABLE"])


def keep(event: Event[AnyVersion]) -> None:
    """Keep the statement that a job tells of."""
    told = understood(event, JobSucceeded)
    if told is None:
        return
    try:
        _statements.keep(MonthlyStatement.model_validate(told.result))
    except ValidationError as error:
        raise InvalidPayload(str(error)) from error


handle = subscriber(AnyVersion, keep)
