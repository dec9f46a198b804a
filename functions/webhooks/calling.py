"""Calling a webhook's URL: one POST, no redirects, little patience.

Knows HTTP, and nothing of jobs or of retries.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import urllib3

from functions.webhooks.addresses import Forbidden, Place, look_up

#: A receiver says at once that it has the message, and works afterwards.
CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0


@dataclass(frozen=True)
class Answer:
    """What a call met.

    Attributes:
        status: the HTTP status, None where there was no answer.
        text: the same for people: `204`, or why there was none.
    """

    status: int | None
    text: str

    @property
    def delivered(self) -> bool:
        """Whether the receiver has the message."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the receiver says that it wants no more, ever."""
        return self.status == 410


def post(url: str, headers: Mapping[str, str], body: str, *, trusted: frozenset[str]) -> Answer:
    """Send a body to a URL, and return what came of it; whatever goes wrong is an answer too.

    Args:
        url: the webhook's.
        headers: beside those of HTTP itself.
        body: JSON text.
        trusted: see `addresses.look_up`.
    """
    try:
        place = look_up(url, trusted)
    except Forbidden as error:
        return Answer(None, str(error))
    except OSError:
        return Answer(None, "the URL's host cannot be found")
    try:
        with _pool(place) as pool:
            response = pool.urlopen(
                "POST",
                place.target,
                body=body.encode(),
                headers={
                    "Host": _host_header(place),
                    "Content-Type": "application/json",
                    "User-Agent": "Offload-Webhooks/1",
                    **headers,
                },
                redirect=False,
                retries=False,
                preload_content=False,
            )
            response.close()  # what it says is nobody's to read
    except urllib3.exceptions.TimeoutError:
        return Answer(None, f"no answer within {ANSWER_SECONDS:g} s")
    except (urllib3.exceptions.HTTPError, OSError) as error:
        return Answer(None, f"no connection: {type(error).__name__}")
    return Answer(response.status, str(response.status))


def _pool(place: Place) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS)
    if place.scheme == "http":
        return urllib3.HTTPConnectionPool(place.address, place.port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        place.address,
        place.port,
        timeout=timeout,
        server_hostname=place.host,
        assert_hostname=place.host,
    )


def _host_header(place: Place) -> str:
    usual = 443 if place.scheme == "https" else 80
    return place.host if place.port == usual else f"{place.host}:{place.port}"
