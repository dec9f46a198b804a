"""The URLs at which a stage of an API is reached on the AWS endpoint, as emulators have them.

By host, as on AWS (`http://{api}.execute-api.localhost:4566/{stage}/path`); and by path, for clients that
cannot choose a host (`/_aws/execute-api/{api}/{stage}/path`, `/restapis/{api}/{stage}/_user_request_/path`).
"""

import re
from dataclasses import dataclass

from local.gateway.message import Request

_HOST = re.compile(r"(?P<api>[a-z0-9]+)\.execute-api\.[^/]+", re.IGNORECASE)
_BY_HOST = re.compile(r"/(?P<stage>[^/]*)(?P<path>/.*)?")
_BY_PATH = (
    re.compile(r"/_aws/execute-api/(?P<api>[^/]+)/(?P<stage>[^/]+)(?P<path>/.*)?"),
    re.compile(r"/restapis/(?P<api>[^/]+)/(?P<stage>[^/]+)/_user_request_(?P<path>/.*)?"),
)


@dataclass(frozen=True)
class Address:
    """A place in a stage of an API.

    Attributes:
        path: below the stage, still percent-encoded, beginning with a slash.
    """

    api_id: str
    stage: str
    path: str


def find_address(request: Request) -> Address | None:
    """Return where in which API a request to the AWS endpoint leads, None where it is no such request."""
    host = _HOST.fullmatch(request.header("Host") or "")
    if host is not None:
        match = _BY_HOST.fullmatch(request.path)
        if match is None:
            return None
        return Address(host["api"].lower(), match["stage"], match["path"] or "/")
    for pattern in _BY_PATH:
        if match := pattern.fullmatch(request.path):
            return Address(match["api"], match["stage"], match["path"] or "/")
    return None
