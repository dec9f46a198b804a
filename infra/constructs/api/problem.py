"""Problem details, the shape of every error: RFC 9457, https://www.rfc-editor.org/rfc/rfc9457."""

import json

MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
"""RFC 9110's phrases; those of `http.HTTPStatus` change with Python, and a template must not."""


def problem(status: int, detail: str) -> str:
    """A problem with fixed words, as JSON."""
    return json.dumps(
        {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail},
        separators=(",", ":"),
    )
