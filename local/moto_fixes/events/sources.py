"""moto lets anyone publish in the name of an AWS service.

moto 5.2.5, `events/responses.py: EventsHandler.put_events`: an entry whose source begins with "aws." is
accepted. Can go when moto refuses it.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html

Shown by test_nobody_publishes_in_the_name_of_aws
in tests/flow/local/test_engine_events.py.
"""

import json
from typing import Any, Final

from moto.events.responses import EventsHandler

from local.moto_fixes.mend import replace

RESERVED_PREFIX: Final = "aws."
REFUSED: Final = {
    "ErrorCode": "NotAuthorizedForSourceException",
    "ErrorMessage": "Not authorized for the source.",
}


def install() -> None:
    """Mend moto."""
    replace(EventsHandler, "put_events", _put_events)


def _put_events(response: EventsHandler) -> str:
    entries: list[dict[str, Any]] = response._get_param("Entries")
    allowed = [entry for entry in entries if not str(entry.get("Source", "")).startswith(RESERVED_PREFIX)]
    answers = iter(response.events_backend.put_events(allowed))
    results = [next(answers) if entry in allowed else REFUSED for entry in entries]
    failed = sum("ErrorCode" in result for result in results)
    return json.dumps({"FailedEntryCount": failed, "Entries": results})
