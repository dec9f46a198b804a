"""An AWS request as it travels: which service, which operation, whose key, which parameters.

What the two protocols that name their operation make easy is read here; S3 and Lambda read their own paths.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from botocore.awsrequest import AWSPreparedRequest

from local.account import ACCOUNT_ID, REGION

_SCOPE = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/]*)/([^/]+)/aws4_request")


@dataclass(frozen=True)
class ApiCall:
    """One request to AWS.

    Attributes:
        service: as signatures name it, such as "dynamodb" or "monitoring".
        region: it is meant for.
        access_key: that signed it, "" for none.
        request: as it was sent.
    """

    service: str
    region: str
    access_key: str
    request: AWSPreparedRequest

    @cached_property
    def operation(self) -> str:
        """The operation as the API names it, "" where only the path tells."""
        target = header(self.request, "X-Amz-Target")
        if target:
            return target.rpartition(".")[2]
        return self.query.get("Action") or self.form.get("Action", "")

    @cached_property
    def path(self) -> str:
        """The path, decoded."""
        return unquote(urlsplit(self.request.url).path)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return str(self.request.method)

    @cached_property
    def query(self) -> Mapping[str, str]:
        """The parameters behind the question mark; one without a value has ""."""
        return dict(parse_qsl(urlsplit(self.request.url).query, keep_blank_values=True))

    @cached_property
    def body(self) -> bytes:
        """The body; b"" for one that is only read while it is sent."""
        body = self.request.body
        return body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else b""

    @cached_property
    def form(self) -> Mapping[str, str]:
        """The body of a call in AWS's query protocol, empty for others."""
        if not header(self.request, "Content-Type").startswith("application/x-www-form-urlencoded"):
            return {}
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters of a call in a protocol that names its operation."""
        if self.form:
            return self.form
        parameters = json.loads(self.body or b"{}")
        return parameters if isinstance(parameters, dict) else {}

    def header(self, name: str) -> str:
        """Return a header's value, "" without it."""
        return header(self.request, name)

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource of this account and region."""
        return f"arn:aws:{service}:{self.region}:{ACCOUNT_ID}:{resource}"


def read_call(request: AWSPreparedRequest) -> ApiCall:
    """Return what a request says of itself."""
    authorization = header(request, "Authorization")
    if not authorization:
        query = dict(parse_qsl(urlsplit(request.url).query))
        authorization = f"Credential={query.get('X-Amz-Credential', '')}"
    scope = _SCOPE.search(authorization)
    if scope is not None:
        return ApiCall(scope[3], scope[2] or REGION, scope[1], request)
    host = urlsplit(request.url).hostname or ""
    # A bucket's name may stand before the service's.
    service = "s3" if ".s3." in host else host.partition(".")[0]
    return ApiCall(service, REGION, "", request)


def header(request: AWSPreparedRequest, name: str) -> str:
    """Return a header's value, "" without it."""
    value = request.headers.get(name)
    if value is None:
        return ""
    return value.decode() if isinstance(value, bytes) else str(value)
