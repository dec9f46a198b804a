"""Signs requests to the HTTP interface as an AWS client does: Signature Version 4, for httpx.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

from collections.abc import Generator

import httpx
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.account import REGION

#: What API Gateway is called in a signature.
SERVICE = "execute-api"


class SignedBy(httpx.Auth):
    """Signs each request with a user's keys.

    Args:
        access_key: names the user.
        secret_key: proves it; it never travels.
        region: where the API is.
        service: what is called, as signatures name it.
    """

    requires_request_body = True

    def __init__(
        self, access_key: str, secret_key: str, region: str = REGION, service: str = SERVICE
    ) -> None:
        self._signer = SigV4Auth(Credentials(access_key, secret_key), service, region)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the signature's headers to the request."""
        # Only what a client means to say is signed: a transport may add or change the rest.
        meant = {name: value for name, value in request.headers.items() if name in ("host", "content-type")}
        to_sign = AWSRequest(request.method, str(request.url), data=request.content, headers=meant)
        self._signer.add_auth(to_sign)
        for name in ("Authorization", "X-Amz-Date"):
            request.headers[name] = to_sign.headers[name]
        yield request
