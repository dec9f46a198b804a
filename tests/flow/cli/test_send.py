"""`make send`, against a stack that runs."""

import json

from tests.flow.cli.conftest import Command
from tests.flow.cli.running import SAMPLES, Running, free_port

ORDER = json.dumps(json.loads((SAMPLES / "4-order.json").read_text())["payload"])
DECLINED = json.dumps(json.loads((SAMPLES / "5-order-declined.json").read_text())["payload"])


def test_a_job_is_followed_to_its_end_and_its_result_shown(command: Command, running: Running) -> None:
    sent = command("send", "--port", running.port, "order", ORDER)
    assert sent.exit_code == 0
    assert "PENDING" in sent.stdout
    assert "SUCCEEDED" in sent.stdout
    assert '"payment_id"' in sent.stdout or '"payment"' in sent.stdout


def test_a_job_that_fails_is_a_failure_of_the_command_with_the_jobs_reason(
    command: Command, running: Running
) -> None:
    sent = command("send", "--port", running.port, "order", DECLINED)
    assert sent.exit_code == 1
    assert "FAILED" in sent.stdout
    assert "CardDeclined: the card was declined" in sent.stdout


def test_a_payload_that_is_not_json_is_not_sent(command: Command) -> None:
    sent = command("send", "order", '{"items":')
    assert sent.exit_code == 1
    assert sent.stderr == "the payload is not JSON: Expecting value at line 1, column 10\n"


def test_a_refused_payload_is_told_with_what_is_wrong_in_it(command: Command, running: Running) -> None:
    sent = command("send", "--port", running.port, "order", '{"items": []}')
    assert sent.exit_code == 1
    assert sent.stderr.startswith("400 Bad Request: ")
    assert "card_token" in sent.stderr


def test_an_unknown_job_type_is_told_as_the_api_tells_it(command: Command, running: Running) -> None:
    sent = command("send", "--port", running.port, "nonsense", "{}")
    assert sent.exit_code == 1
    assert sent.stderr.startswith("404 Not Found: ")


def test_where_nothing_listens_the_command_says_what_to_start(command: Command) -> None:
    port = free_port()
    sent = command("send", "--port", port, "order", "{}")
    assert sent.exit_code == 1
    assert sent.stderr == f"nothing answers on http://127.0.0.1:{port}: is `make run` up, on this port?\n"
