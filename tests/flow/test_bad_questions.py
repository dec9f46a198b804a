"""What makes no sense to ask of the jobs API is a 400 that names the parameter or the field. Invariant 8."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.problems import problem_of

#: It would be a cursor, were it not for keys of DynamoDB ending at 1,024 bytes.
TOO_LONG = base64.urlsafe_b64encode(json.dumps(["2030" * 300, "thumbnail.a"]).encode()).decode().rstrip("=")


@pytest.fixture(scope="module")
def stack(warm_assembly: Path) -> Iterator[LocalStack]:
    """One stack for all: a question leaves nothing behind."""
    with LocalStack(warm_assembly) as stack:
        yield stack


@pytest.mark.parametrize(
    ("path", "parameter", "value", "expected"),
    [
        *(
            ("/jobs/thumbnail.nobodys", "wait", value, "a whole number from 0 to 20")
            for value in ("", "-1", "21", "1.5", "1e1", "ten", "٣", "9999999")
        ),
        *(
            ("/jobs", "limit", value, "a whole number from 1 to 100")
            for value in ("", "0", "101", "-1", "2.0", "all")
        ),
        *(
            ("/jobs", "status", value, "one of PENDING, RUNNING, SUCCEEDED, FAILED, CANCELLED")
            for value in ("", "pending", "DONE")
        ),
        *(
            ("/jobs", "cursor", value, "a cursor of an earlier answer")
            for value in ("", "x", "e30", "bnVsbA", "WzEsMl0", "WyIiLCIiXQ", "ж", "../..", TOO_LONG)
        ),
    ],
)
def test_a_parameter_that_makes_no_sense_is_named(
    caller: Caller, path: str, parameter: str, value: str, expected: str
) -> None:
    answer = caller.http.get(path, params={parameter: value})

    assert answer.status_code == 400
    assert problem_of(answer).detail == f"{parameter} must be {expected}"
    assert answer.json()["parameter"] == parameter


BAD_BODIES = {
    "nothing": ("", "body"),
    "not JSON": ("{", "body"),
    "a list": ("[]", "body"),
    "no name": ({"media_type": "image/png"}, "name"),
    "an empty name": ({"name": ""}, "name"),
    "a long name": ({"name": "n" * 101}, "name"),
    "a path": ({"name": "../photo"}, "name"),
    "a folder": ({"name": "a/b"}, "name"),
    "a name no letter begins": ({"name": ".htaccess"}, "name"),
    "a name of elsewhere": ({"name": "фото.png"}, "name"),
    "two lines": ({"name": "photo\n"}, "name"),
    "no text": ({"name": 7}, "name"),
    "no media type": ({"name": "photo", "media_type": "png"}, "media_type"),
    "two headers": ({"name": "photo", "media_type": "image/png\nX-Other: 1"}, "media_type"),
    "a field too many": ({"name": "photo", "bucket": "theirs"}, "bucket"),
}


@pytest.mark.parametrize(("body", "field"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_what_is_wrong_with_a_wish_to_upload_is_named(
    caller: Caller, account: Account, body: object, field: str
) -> None:
    answer = caller.http.post("/uploads", content=body if isinstance(body, str) else json.dumps(body))

    assert answer.status_code == 400
    assert problem_of(answer).detail == "the body does not name an upload"
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert account.objects("") == []
