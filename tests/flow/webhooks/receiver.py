"""A receiver of webhooks: who registered them, what came, and whether it can be believed."""

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from local.outside import Outage, Outside
from local.outside.inbox import Received
from local.stack import LocalStack

#: Where on the outside it listens.
PATH = "hooks/mine"

#: Longer than all attempts at one message.
ALL_ATTEMPTS_HOURS = 12


@dataclass(frozen=True)
class Receiver:
    """One webhook of a caller's, which leads to the outside.

    Attributes:
        webhook: as it was registered, with its secret.
    """

    stack: LocalStack
    http: httpx.Client
    outside: Outside
    webhook: Mapping[str, Any]

    @classmethod
    def register(
        cls, stack: LocalStack, http: httpx.Client, outside: Outside, **wanted: object
    ) -> "Receiver":
        """Register a webhook that leads to PATH."""
        answer = http.post("/webhooks", json={"url": f"{outside.url}/{PATH}", **wanted})
        assert answer.status_code == 201, answer.text
        return cls(stack, http, outside, answer.json())

    def received(self) -> list[Received]:
        """Return what came, in its order."""
        return self.outside.inbox.at(PATH)

    def bodies(self) -> list[Any]:
        """Return what the messages say, which have to be signed by the webhook's secret."""
        return [self._believed(one) for one in self.received()]

    def _believed(self, received: Received) -> Any:
        """The receiver's own check, from the specification and not from the sender's code."""
        message, timestamp = received.headers["webhook-id"], received.headers["webhook-timestamp"]
        assert abs(int(timestamp) - self.stack.clock.now().timestamp()) < dt.timedelta(days=2).total_seconds()
        key = base64.b64decode(self.webhook["secret"].removeprefix("whsec_"))
        text = f"{message}.{timestamp}.{received.body}".encode()
        digest = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
        assert received.headers["webhook-signature"] == f"v1,{digest}"
        return json.loads(received.body)

    def shown(self) -> Any:
        """Return the webhook as its owner sees it, with its messages."""
        return self.http.get(f"/webhooks/{self.webhook['id']}").json()

    def fail(self, outage: Outage) -> None:
        """Fail from now on."""
        self.outside.outages.begin(PATH, outage)

    def recover(self) -> None:
        """Answer 200 again."""
        self.outside.outages.end(PATH)


def tell(
    stack: LocalStack,
    owner: str,
    job: str,
    status: str = "SUCCEEDED",
    *,
    at: dt.datetime | None = None,
) -> None:
    """Put the event that a job has ended, `at` or now, onto the bus, as the publisher does."""
    now = (at or stack.clock.now()).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    detail = {
        "version": 1,
        "id": f"{owner}/{job}/1/{status}",
        "sequence": 1,
        "at": now,
        "submitted_at": now,
        "job": {"owner": owner, "id": job, "type": job.partition(".")[0], "run": 1},
        "status": status,
    }
    answer = stack.client("events").put_events(
        Entries=[
            {
                "EventBusName": "offload-dev",
                "Source": "offload.jobs",
                "DetailType": f"Job{status.title()}",
                "Detail": json.dumps(detail),
            }
        ]
    )
    assert answer["FailedEntryCount"] == 0
