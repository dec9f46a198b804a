import dataclasses
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from local.gateway import Request, Response
from local.users import ALICE, BOB
from tests.flow.local.gateway.presigned import presigned
from tests.flow.local.handmade import Handmade, allow

ENDPOINT = "http://127.0.0.1:4566"
Send = Callable[..., Response]


@pytest.fixture
def send(handmade: Handmade) -> Send:
    """Sends a request to a URL at the endpoint; there is a bucket `files`."""
    stack = handmade.stack
    stack.client("s3").create_bucket(Bucket="files")
    for user in (ALICE, BOB):
        allow(stack, user, "s3:*", on="arn:aws:s3:::files*")

    def send(verb: str, url: str, body: bytes = b"", **headers: str) -> Response:
        parts = urlsplit(url)
        named = {"Host": parts.netloc, "Content-Length": str(len(body))}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request(verb, parts.path, parts.query, tuple(named.items()), body)
        return stack.hub.call(lambda: stack.endpoint.handle(request))

    return send


def put_url(**parameters: Any) -> str:
    return presigned(ENDPOINT, "put_object", **({"Bucket": "files", "Key": "a b.jpg"} | parameters))


def get_url(**parameters: Any) -> str:
    return presigned(ENDPOINT, "get_object", **({"Bucket": "files", "Key": "a b.jpg"} | parameters))


def test_a_presigned_put_and_get_carry_a_file(send: Send) -> None:
    url = put_url(ContentType="image/jpeg", ContentLength=3)

    assert send("PUT", url, b"\xff\x00\x01", Content_Type="image/jpeg").status == 200
    response = send("GET", get_url())

    assert (response.status, response.body) == (200, b"\xff\x00\x01")
    assert response.header("Content-Type") == "image/jpeg"


def test_bob_s_url_works_for_anybody_who_has_it(send: Send) -> None:
    assert send("PUT", put_url(user=BOB), b"x").status == 200


@pytest.mark.parametrize(
    ("flaw", "status", "code"),
    [
        ("other type", 403, "SignatureDoesNotMatch"),
        ("no type", 403, "SignatureDoesNotMatch"),
        ("other size", 403, "SignatureDoesNotMatch"),
        ("claimed size", 403, "SignatureDoesNotMatch"),
        ("other key", 403, "SignatureDoesNotMatch"),
        ("other verb", 403, "SignatureDoesNotMatch"),
        ("longer life", 403, "SignatureDoesNotMatch"),
        ("unknown access key", 403, "InvalidAccessKeyId"),
        ("wrong secret", 403, "SignatureDoesNotMatch"),
        ("old version", 400, "InvalidRequest"),
        ("no signature", 403, "AccessDenied"),
        ("too long a life", 400, "AuthorizationQueryParametersError"),
    ],
)
def test_a_presigned_url_allows_only_what_was_signed(
    send: Send, handmade: Handmade, flaw: str, status: int, code: str
) -> None:
    url = put_url(ContentType="image/jpeg", ContentLength=1)
    jpeg = {"Content_Type": "image/jpeg"}
    impostor = dataclasses.replace(ALICE, secret_key="x" * 40)
    stranger = dataclasses.replace(ALICE, access_key="AKIA" + "X" * 16)

    response = {
        "other type": lambda: send("PUT", url, b"x", Content_Type="text/html"),
        "no type": lambda: send("PUT", url, b"x"),
        "other size": lambda: send("PUT", url, b"xx", **jpeg),
        "claimed size": lambda: send("PUT", url, b"xx", Content_Length="1", **jpeg),
        "other key": lambda: send("PUT", url.replace("a%20b.jpg", "b.jpg"), b"x", **jpeg),
        "other verb": lambda: send("DELETE", url, b"x", **jpeg),
        "longer life": lambda: send("PUT", url.replace("Expires=300", "Expires=900"), b"x", **jpeg),
        "unknown access key": lambda: send("PUT", put_url(user=stranger), b"x"),
        "wrong secret": lambda: send("PUT", put_url(user=impostor), b"x"),
        "old version": lambda: send("PUT", put_url(version="s3"), b"x"),
        "no signature": lambda: send("PUT", url.partition("?")[0], b"x", **jpeg),
        "too long a life": lambda: send("PUT", put_url(expires=604_801), b"x"),
    }[flaw]()

    assert response.status == status
    assert f"<Code>{code}</Code>" in response.body.decode()
    assert "Contents" not in handmade.stack.client("s3").list_objects_v2(Bucket="files")


def test_a_presigned_url_ends(send: Send, handmade: Handmade) -> None:
    url = put_url(expires=60)
    handmade.stack.clock.advance(minutes=1)
    assert send("PUT", url, b"x").status == 200

    handmade.stack.clock.advance(seconds=1)
    response = send("PUT", url, b"x")

    assert response.status == 403
    assert "<Message>Request has expired</Message>" in response.body.decode()


def test_s3_s_own_errors_come_as_it_gives_them(send: Send) -> None:
    response = send("GET", get_url(Key="nowhere"))

    assert response.status == 404
    assert "<Code>NoSuchKey</Code>" in response.body.decode()


def test_a_head_tells_the_size_without_the_body(send: Send) -> None:
    send("PUT", put_url(), b"12345")

    response = send("HEAD", presigned(ENDPOINT, "head_object", Bucket="files", Key="a b.jpg"))

    assert (response.status, response.body) == (200, b"")
    assert response.header("Content-Length") == "5"
