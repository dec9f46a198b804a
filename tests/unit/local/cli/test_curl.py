"""The curl commands that `make run` prints."""

import json
import shlex
from pathlib import Path

import pytest
from pydantic import JsonValue

from local.cli.curl import Curl
from local.users import ALICE

URL = "http://127.0.0.1:8000"


def words_of(command: str) -> list[str]:
    """Return the words a shell would make of the command."""
    return shlex.split(command.replace("\\\n", ""))


@pytest.fixture
def curl(tmp_path: Path) -> Curl:
    return Curl(URL, ALICE, tmp_path)


def test_a_command_signs_as_the_user(curl: Curl) -> None:
    words = words_of(curl.list_jobs())
    assert words[:4] == ["curl", "-sS", "--aws-sigv4", "aws:amz:us-east-1:execute-api"]
    assert words[4:6] == ["--user", f"{ALICE.access_key}:{ALICE.secret_key}"]


def test_a_payload_is_sent_from_a_file_whatever_quotes_it_has(curl: Curl) -> None:
    payload: dict[str, JsonValue] = {"street": "12 St James's Square", "says": '"yes" & $HOME'}
    (command,) = curl.submit({"order": payload})
    words = words_of(command)
    path = words[words.index("-d") + 1].removeprefix("@")
    assert json.loads(Path(path).read_text()) == payload
    assert words[-1] == f"{URL}/jobs/order"


def test_a_query_is_kept_from_the_shell(curl: Curl) -> None:
    assert curl.see_job("order.1").endswith(f"'{URL}/jobs/order.1?wait=20'")
    assert curl.list_jobs().endswith(f"'{URL}/jobs?limit=5'")


def test_no_command_is_wider_than_80_columns(curl: Curl) -> None:
    commands = [curl.list_jobs(), *Curl(URL, ALICE, Path("out")).upload(Path("events/samples/photo.jpg"))]
    assert max(len(line) for command in commands for line in command.splitlines()) <= 80
