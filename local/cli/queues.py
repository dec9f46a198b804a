"""Queues as a client sees them: whether anything is left in one, over the AWS API.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
"""

from typing import cast

from pydantic import JsonValue

from local.cli.aws_api import AwsApi
from local.cli.jobs_api import Refused

#: What counts a queue's messages: those that wait, those somebody works on, those that come later.
COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


class Queues(AwsApi):
    """The queues of a stack.

    Args:
        url: where its AWS API is.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url, service="sqs", target="AmazonSQS", version="1.0")

    def url_of(self, short_name: str) -> str:
        """Return the URL of the queue whose name ends in a dash and `short_name`. Raises Refused."""
        listed = cast(dict[str, list[str]], self.call("ListQueues", {}))
        urls = listed.get("QueueUrls", [])
        found = [url for url in urls if f"-{url.rpartition('/')[2]}".endswith(f"-{short_name}")]
        if len(found) != 1:
            names = ", ".join(url.rpartition("/")[2] for url in sorted(found or urls))
            raise Refused(f"{short_name} is not the name of one queue of {names}")
        return found[0]

    def left_in(self, url: str) -> int:
        """Return how many messages a queue has."""
        asked: JsonValue = {"QueueUrl": url, "AttributeNames": [*COUNTS]}
        answer = cast(dict[str, dict[str, str]], self.call("GetQueueAttributes", asked))
        return sum(int(answer["Attributes"][name]) for name in COUNTS)
