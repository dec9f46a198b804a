"""Signs raw HTTP requests as an AWS client does, for tests that look at what goes over the wire.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

from collections.abc import Generator
from dataclasses import dataclass

import httpx
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

#: Headers that a transport may change on the way, which are left unsigned.
_TRANSPORT = frozenset({"accept", "accept-encoding", "connection", "content-length", "user-agent"})


@dataclass
class Signature(httpx.Auth):
    """Signs each request.

    Attributes:
        credentials: of whoever asks.
        service: as its signatures name it, such as "s3" or "execute-api".
        region: the AWS region.
    """

    credentials: Credentials
    service: str
    region: str
    requires_request_body = True

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the signature's headers to the request."""
        meant = {name: value for name, value in request.headers.items() if name not in _TRANSPORT}
        to_sign = AWSRequest(request.method, str(request.url), data=request.content, headers=meant)
        signer = S3SigV4Auth if self.service == "s3" else SigV4Auth
        signer(self.credentials, self.service, self.region).add_auth(to_sign)
        request.headers.update(dict(to_sign.headers.items()))
        yield request
