"""An answer by which AWS refuses a call, in the words of the service's own protocol."""

import json
from dataclasses import dataclass
from xml.sax.saxutils import escape

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto.core.botocore_stubber import MockRawResponse

MESSAGE = "Refused on purpose."


@dataclass(frozen=True)
class Refusal:
    """A refusal.

    Attributes:
        error: the error's code, as the service names it, such as "SlowDown".
        status: of the HTTP response; the SDK repeats a call that was answered with 500, 502, 503 or 504.
    """

    error: str
    status: int

    def answer(self, service: str, url: str) -> AWSResponse:
        """Return the response of `service`, as boto3 names its client, to a call that was sent to `url`."""
        headers = HTTPHeaders()
        if service == "s3":
            # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
            body = f"<Error><Code>{escape(self.error)}</Code><Message>{MESSAGE}</Message></Error>"
            headers["Content-Type"] = "application/xml"
        else:
            body = json.dumps({"__type": self.error, "message": MESSAGE})
            headers["Content-Type"] = "application/x-amz-json-1.0"
        return AWSResponse(url, self.status, headers, MockRawResponse(body))
