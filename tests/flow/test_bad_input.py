"""Whatever is sent gets an answer that says what is wrong with it, and leaves nothing behind.

Invariant 8, and where it is about other people's jobs, invariant 7.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from local.signing import SignedBy
from local.stack import LocalStack
from local.users import ALICE, User
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.problems import problem_of
from tests.flow.thumbnails import submit_photo

MEGABYTE = 1024 * 1024
JSON = {"Content-Type": "application/json"}

IMAGE = f"uploads/{ALICE.user_id}/1/photo"
SIZE = {"width": 64, "height": 64}
GOOD = {"image": IMAGE, "sizes": [SIZE]}


@pytest.fixture(scope="module")
def stack(warm_assembly: Path) -> Iterator[LocalStack]:
    """One stack for all: what leaves nothing behind cannot disturb the next."""
    with LocalStack(warm_assembly) as stack:
        submit_photo(Caller(stack), key="alices")
        stack.clock.advance(minutes=1)
        yield stack


@pytest.fixture(scope="module")
def contents(stack: LocalStack) -> Mapping[str, object]:
    """What is stored before any of it."""
    return Account(stack).contents()


@pytest.fixture(autouse=True)
def nothing_is_left_behind(
    stack: LocalStack, account: Account, contents: Mapping[str, object]
) -> Iterator[None]:
    yield
    stack.settle()
    assert account.contents() == contents


def with_sizes(*sizes: object) -> str:
    return json.dumps({"image": IMAGE, "sizes": sizes})


FLAWED_BODIES = {
    "nothing": ("", 'missing required properties (["image","sizes"])'),
    "not JSON": ('{"image": ', "Invalid JSON in request body"),
    "more than JSON": (json.dumps(GOOD) + ', "owner": "x"}', "Invalid JSON in request body"),
    "null": ("null", "instance type (null)"),
    "a list": ("[]", "instance type (array)"),
    "a field missing": (json.dumps({"image": IMAGE}), 'missing required properties (["sizes"])'),
    "a field too many": (json.dumps({**GOOD, "colour": "red"}), 'not allowed by the schema: ["colour"]'),
    "a field of the kit": (json.dumps({**GOOD, "owner": "x"}), 'not allowed by the schema: ["owner"]'),
    "a field too many within": (with_sizes({**SIZE, "depth": 1}), 'not allowed by the schema: ["depth"]'),
    "text for a list": (json.dumps({**GOOD, "sizes": "small"}), 'allowed: ["array"]'),
    "text for a number": (with_sizes({**SIZE, "width": "64"}), 'allowed: ["integer"]'),
    "null for a number": (with_sizes({**SIZE, "width": None}), 'allowed: ["integer"]'),
    "half a pixel": (with_sizes({**SIZE, "width": 0.5}), 'allowed: ["integer"]'),
    "no size": (with_sizes(), "array is too short"),
    "nine sizes": (with_sizes(*({**SIZE, "width": side} for side in range(1, 10))), "array is too long"),
    "a size twice": (with_sizes(SIZE, SIZE), "must not contain duplicate elements"),
    "a size of nothing": (with_sizes({**SIZE, "width": 0}), "lower than the required minimum"),
    "an absurd size": (with_sizes({**SIZE, "width": 100_000}), "greater than the required maximum"),
    "no key of an upload": (json.dumps({**GOOD, "image": "/etc/passwd"}), "does not match input string"),
    "an unknown format": (json.dumps({**GOOD, "format": "bmp"}), '"jpeg","png","webp"'),
}


@pytest.mark.parametrize(("body", "flaw"), FLAWED_BODIES.values(), ids=FLAWED_BODIES)
def test_a_body_that_is_no_payload_is_a_400_that_tells_the_flaw(caller: Caller, body: str, flaw: str) -> None:
    answer = caller.http.post("/jobs/thumbnail", content=body, headers=JSON)

    assert (answer.status_code, problem_of(answer).detail) == (400, "Invalid request body")
    (error,) = answer.json()["errors"]
    assert flaw in error


def test_a_payload_that_no_queue_takes_is_refused_with_the_reason(caller: Caller) -> None:
    def submit(body: str) -> httpx.Response:
        return caller.http.post("/jobs/thumbnail", content=body, headers=JSON)

    too_large = submit(json.dumps(GOOD) + " " * 2 * MEGABYTE)
    unspeakable = submit(json.dumps({**GOOD, "image": f"{IMAGE}\ufffe"}, ensure_ascii=False))

    assert (too_large.status_code, unspeakable.status_code) == (413, 400)
    assert "at most 1 MiB" in problem_of(too_large).detail
    assert "U+FFFE" in problem_of(unspeakable).detail


def test_a_body_over_10_mb_is_refused_in_words_of_api_gateway_s_own(caller: Caller) -> None:
    answer = caller.http.post("/jobs/thumbnail", content=" " * 11 * MEGABYTE, headers=JSON)

    assert (answer.status_code, answer.json()) == (413, {"message": "Request Too Long"})


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "image/png"])
def test_only_json_is_a_payload(caller: Caller, media_type: str) -> None:
    answer = caller.http.post("/jobs/thumbnail", json=GOOD, headers={"Content-Type": media_type})

    assert (answer.status_code, problem_of(answer).title) == (415, "Unsupported Media Type")
    assert "application/json" in problem_of(answer).detail


@pytest.mark.parametrize(
    "key", ["", "two words", "k" * 65, "ключ", "a/b", "a.b", "../bob", 'a"b', "a%20b", "$id"]
)
def test_what_cannot_be_a_key_names_no_job(caller: Caller, key: str) -> None:
    answer = caller.http.post("/jobs/thumbnail", json=GOOD, headers={b"Idempotency-Key": key.encode()})

    assert answer.status_code == 400
    assert problem_of(answer).detail.startswith("Idempotency-Key is 1 to 64 of A-Z, a-z, 0-9, _ and -;")


@pytest.mark.parametrize("request_id", ["../bob", "ключ", "r" * 65])
def test_a_request_id_of_the_caller_s_own_is_checked_like_a_key(caller: Caller, request_id: str) -> None:
    answer = caller.http.post(
        "/jobs/thumbnail", json=GOOD, headers={b"x-amzn-RequestId": request_id.encode()}
    )

    assert (answer.status_code, problem_of(answer).title) == (400, "Bad Request")


def test_an_unknown_job_type_is_a_404(caller: Caller) -> None:
    answer = caller.http.post("/jobs/resize", json=GOOD)

    assert (answer.status_code, problem_of(answer).detail) == (404, "There is no such job type.")


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", "/jobs"),
        ("PUT", "/jobs/thumbnail"),
        ("DELETE", "/jobs/thumbnail.alices"),
        ("GET", "/uploads"),
    ],
)
def test_what_the_interface_does_not_have_is_answered_as_if_unsigned(
    caller: Caller, verb: str, path: str
) -> None:
    answer = caller.http.request(verb, path)

    assert answer.status_code == 403
    assert "there is no such resource or method" in problem_of(answer).detail


STRANGERS = {
    "unsigned": (None, "The request is not signed"),
    "with a wrong secret": (replace(ALICE, secret_key="guessed" * 6), "The signature does not fit"),
    "with an unknown key": (replace(ALICE, access_key="AKIANOBODYNOBODYNO22"), "The signature does not fit"),
}
ROUTES = [
    ("POST", "/jobs/thumbnail"),
    ("POST", "/jobs/resize"),
    ("GET", "/jobs"),
    ("GET", "/jobs/thumbnail.alices"),
    ("POST", "/jobs/thumbnail.alices/cancel"),
    ("POST", "/jobs/thumbnail.alices/retry"),
    ("POST", "/uploads"),
]


@pytest.mark.parametrize(("user", "says"), STRANGERS.values(), ids=STRANGERS)
def test_whoever_does_not_sign_gets_nothing_anywhere(stack: LocalStack, user: User | None, says: str) -> None:
    for verb, path in ROUTES:
        answer = stack.http(user).request(verb, path, json=GOOD)

        assert answer.status_code == 403, path
        assert problem_of(answer).detail.startswith(says), path


def test_a_signature_holds_for_one_body_and_five_minutes(caller: Caller, stack: LocalStack) -> None:
    request = caller.http.build_request("POST", "/jobs/thumbnail", json=GOOD)
    signed = next(SignedBy(ALICE.access_key, ALICE.secret_key).auth_flow(request))
    other_body = json.dumps(GOOD | {"quality": 1}).encode()

    changed = stack.http().send(httpx.Request("POST", signed.url, headers=signed.headers, content=other_body))
    stack.clock.advance(seconds=301)
    late = stack.http().send(signed)

    for answer in (changed, late):
        assert answer.status_code == 403
        assert problem_of(answer).detail.startswith("The signature does not fit the request, its time")


IDS = {
    "nobody's": "thumbnail.nobodys",
    "another owner's": "thumbnail.alices",
    "another owner's key": f"{ALICE.user_id}%2Fthumbnail.alices",
    "a way up": "..%2F..%2Fthumbnail.alices",
    "dots": "%2e%2e",
    "no type": ".alices",
    "no key": "thumbnail.",
    "a type": "thumbnail",
    "two dots": "thumbnail.a.b",
    "quotes": "thumbnail.%22%27",
    "a blank": "thumbnail.ali%20ces",
    "a line's end": "thumbnail.alices%0A",
    "a null": "thumbnail.%00",
    "letters of elsewhere": "thumbnail.%D0%B6%F0%9F%98%80",
    "no UTF-8": "thumbnail.%FF",
    "a wildcard": "thumbnail.*",
    "very long": "thumbnail." + "a" * 3000,
}


@pytest.mark.parametrize("job_id", IDS.values(), ids=IDS)
def test_an_id_that_is_not_the_caller_s_is_a_404_whatever_it_is(stranger: Caller, job_id: str) -> None:
    for verb, path in (("GET", ""), ("POST", "/cancel"), ("POST", "/retry")):
        answer = stranger.http.request(verb, f"/jobs/{job_id}{path}")

        assert answer.status_code == 404, path
        assert "alices" not in problem_of(answer).detail
