"""Errors as the API tells them: RFC 9457 problem details."""

import json
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that says what is wrong.

    Args:
        status: the HTTP status.
        detail: one sentence for the person who made the request.
        more: further members, such as the field that is wrong.
    """

    def __init__(self, status: HTTPStatus, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.more = more

    def response(self) -> Response[str]:
        """Return the problem as an HTTP response."""
        body = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            **self.more,
        }
        return Response(status_code=self.status.value, content_type=MEDIA_TYPE, body=json.dumps(body))
