"""Queues as a client sees them: whether anything is left in one, over the AWS API.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
"""

import json
from types import TracebackType
from typing import Self, cast

import httpx
from pydantic import JsonValue

from local.cli.jobs_api import TIMEOUT_SECONDS, NothingListens, Refused
from local.permissions.credentials import ADMINISTRATOR_KEYS
from local.signing import SignedBy

#: What counts a queue's messages: those that wait, those somebody works on, those that come later.
COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


class Queues:
    """The queues of a stack.

    Args:
        url: where its AWS API is.
    """

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(
            base_url=url,
            auth=SignedBy(*ADMINISTRATOR_KEYS, service="sqs"),
            timeout=TIMEOUT_SECONDS,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def url_of(self, short_name: str) -> str:
        """Return the URL of the queue whose name ends in a dash and `short_name`. Raises Refused."""
        listed = cast(dict[str, list[str]], self._call("ListQueues", {}))
        urls = listed.get("QueueUrls", [])
        found = [url for url in urls if f"-{url.rpartition('/')[2]}".endswith(f"-{short_name}")]
        if len(found) != 1:
            names = ", ".join(url.rpartition("/")[2] for url in sorted(found or urls))
            raise Refused(f"{short_name} is not the name of one queue of {names}")
        return found[0]

    def left_in(self, url: str) -> int:
        """Return how many messages a queue has."""
        asked: JsonValue = {"QueueUrl": url, "AttributeNames": [*COUNTS]}
        answer = cast(dict[str, dict[str, str]], self._call("GetQueueAttributes", asked))
        return sum(int(answer["Attributes"][name]) for name in COUNTS)

    def _call(self, operation: str, body: JsonValue) -> JsonValue:
        headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"AmazonSQS.{operation}"}
        try:
            response = self._http.post("/", content=json.dumps(body), headers=headers)
        except httpx.TransportError as error:
            raise NothingListens(f"nothing answers on {self._http.base_url}") from error
        if not response.is_success:
            raise Refused.because(response)
        return cast(JsonValue, response.json())
