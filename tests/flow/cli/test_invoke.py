"""`make invoke`: one function, one event, on a fresh stack."""

import json
from pathlib import Path

import pytest

from tests.flow.cli.conftest import Command

EVENTS = Path(__file__).parents[3] / "events"


def test_it_shows_the_answer_the_log_and_each_item_that_is_new(command: Command, assembly: Path) -> None:
    event = EVENTS / "order-charge" / "approved.json"
    invoked = command("invoke", "order-charge", event, "--assembly", assembly)
    assert invoked.exit_code == 0
    assert invoked.stdout.startswith('answer\n{\n  "id": "pay_')
    assert "\nlog\nINIT_START Runtime Version: python:" in invoked.stdout
    assert "charge#AIDACKCEVSQ6C2EXAMPLE/order.0f5b7b1e#1\n    {" in invoked.stdout


def test_an_event_finds_the_state_given_beside_it(command: Command, assembly: Path) -> None:
    invoked = command("invoke", "thumbnail", EVENTS / "thumbnail" / "work.json", "--assembly", assembly)
    assert invoked.exit_code == 0
    changed = invoked.stdout.partition("\nwhat changed\n")[2]
    assert '    status: "PENDING" → "SUCCEEDED"\n' in changed
    assert "    ended_at: nothing → " in changed
    assert "\n+ object " in changed
    assert "/1/320x320.jpg\n" in changed


def test_what_it_sends_is_shown_where_it_was_sent(command: Command, assembly: Path) -> None:
    invoked = command("invoke", "thumbnail", EVENTS / "thumbnail" / "redriven.json", "--assembly", assembly)
    assert "\n+ message offload-dev-intake.fifo " in invoked.stdout


def test_an_execution_it_starts_is_shown(command: Command, assembly: Path) -> None:
    invoked = command(
        "invoke", "order-starter", EVENTS / "order-starter" / "work.json", "--assembly", assembly
    )
    assert "\n+ execution offload-dev-order " in invoked.stdout


def test_an_error_of_the_function_is_shown_and_fails_the_command(command: Command, assembly: Path) -> None:
    event = EVENTS / "order-charge" / "declined.json"
    invoked = command("invoke", "order-charge", event, "--assembly", assembly)
    assert invoked.exit_code == 1
    assert invoked.stdout.startswith('error\n{\n  "errorMessage": "the card was declined"')
    assert invoked.stdout.endswith("\nwhat changed\nnothing\n")


def test_an_unknown_function_is_told_with_those_there_are(command: Command, assembly: Path) -> None:
    event = EVENTS / "order-charge" / "approved.json"
    invoked = command("invoke", "order-bill", event, "--assembly", assembly)
    assert invoked.exit_code == 1
    assert invoked.stderr.startswith("there is no function order-bill; there are: ")
    assert ", intake, jobs-api, " in invoked.stderr


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "event.json cannot be read: No such file or directory\n"),
        (b"\xff\xd8", "event.json cannot be read: not a text file\n"),
        (
            b"{'a': 1}",
            "event.json is not JSON: Expecting property name enclosed in double quotes at line 1, column 2\n",
        ),
    ],
)
def test_an_event_that_cannot_be_used_is_told_in_a_line(
    command: Command, assembly: Path, tmp_path: Path, text: bytes | None, reason: str
) -> None:
    event = tmp_path / "event.json"
    if text is not None:
        event.write_bytes(text)
    invoked = command("invoke", "intake", event, "--assembly", assembly)
    assert invoked.exit_code == 1
    assert invoked.stderr == f"{tmp_path}/{reason}"


def test_given_state_that_is_not_as_it_must_be_is_told_with_its_file(
    command: Command, assembly: Path, tmp_path: Path
) -> None:
    (tmp_path / "event.json").write_text("{}")
    (tmp_path / "given").mkdir()
    given = tmp_path / "given" / "event.json"
    given.write_text(json.dumps({"rows": {}}))
    invoked = command("invoke", "intake", tmp_path / "event.json", "--assembly", assembly)
    assert invoked.exit_code == 1
    assert invoked.stderr.startswith(f"{given}: ")
    assert "rows" in invoked.stderr
