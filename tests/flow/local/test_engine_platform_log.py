"""What Lambda itself writes to a function's log, and what it says of environments that could not start."""

import base64
import re

from tests.flow.local.handmade import Handmade
from tests.flow.local.kinds import both_kinds

ID = r"[0-9a-f-]{36}"
MS = r"\d+\.\d\d ms"


def lines(handmade: Handmade, begin: str) -> list[str]:
    return [line for _, line in handmade.log if line.startswith(begin)]


@both_kinds
def test_the_report_of_a_cold_start_tells_of_its_initialization(handmade: Handmade) -> None:
    handmade.function("f", "def handle(event, context): pass", MemorySize=256)

    handmade.invoke("f")
    handmade.invoke("f")

    cold, warm = lines(handmade, "REPORT ")
    memory = r"Memory Size: 256 MB(\tMax Memory Used: \d+ MB)?"
    report = rf"REPORT RequestId: {ID}\tDuration: {MS}\tBilled Duration: \d+ ms\t{memory}"
    assert re.fullmatch(rf"{report}\tInit Duration: {MS}", cold)
    assert re.fullmatch(report, warm)
    assert len(lines(handmade, "INIT_START Runtime Version: python:3.")) == 1


@both_kinds
def test_an_initialization_that_fails_is_tried_again_within_the_invocation(handmade: Handmade) -> None:
    handmade.function("f", "print('importing')\n1 / 0\n")

    answer, _ = handmade.try_to_invoke("f")

    assert (answer["errorType"], answer["requestId"]) == ("ZeroDivisionError", "")
    assert handmade.printed("f").count("importing") == 2
    first, second = lines(handmade, "INIT_REPORT ")
    ending = r"\tStatus: error\tError Type: ZeroDivisionError"
    assert re.fullmatch(rf"INIT_REPORT Init Duration: {MS}\tPhase: init{ending}", first)
    assert re.fullmatch(rf"INIT_REPORT Init Duration: {MS}\tPhase: invoke{ending}", second)
    (report,) = lines(handmade, "REPORT ")
    assert report.endswith("\tStatus: error\tError Type: ZeroDivisionError")


def test_an_initialization_of_more_than_ten_seconds_is_tried_again_within_the_timeout(
    handmade: Handmade,
) -> None:
    handmade.function(
        "f", "import time\ntime.sleep(12)\ndef handle(event, context): return 'ready'\n", Timeout=20
    )
    began = handmade.stack.hub.now()

    assert handmade.invoke("f") == "ready"

    assert handmade.stack.hub.now() == began + 22
    assert lines(handmade, "INIT_REPORT ") == [
        "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout"
    ]


def test_a_timeout_is_told_in_a_line_of_its_own(handmade: Handmade) -> None:
    handmade.function("f", "import time\ndef handle(event, context): time.sleep(5)\n", Timeout=3)

    handmade.try_to_invoke("f")

    told, report = (line for _, line in handmade.log if "timed out" in line or line.startswith("REPORT "))
    assert re.fullmatch(rf"2030-01-01T00:00:03\.000Z {ID} Task timed out after 3\.00 seconds", told)
    assert "\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\t" in report
    assert report.endswith("\tStatus: timeout")


@both_kinds
def test_a_response_over_six_megabytes_is_an_error(handmade: Handmade) -> None:
    handmade.function("f", "def handle(event, context):\n    return 'x' * event\n")
    limit = 6 * 1024 * 1024 + 100

    assert len(handmade.invoke("f", limit - 2)) == limit - 2
    answer, error = handmade.try_to_invoke("f", limit - 1)

    assert error == "Unhandled"
    assert answer == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    }
    assert handmade.invoke("f", 1) == "x"


@both_kinds
def test_a_handler_finds_the_header_of_its_trace(handmade: Handmade) -> None:
    handmade.function("f", "import os\ndef handle(event, context): return os.environ['_X_AMZN_TRACE_ID']\n")

    first, second = handmade.invoke("f"), handmade.invoke("f")

    assert re.fullmatch(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0", first)
    assert first != second


@both_kinds
def test_a_caller_may_ask_for_the_last_4_kb_of_its_invocations_log(handmade: Handmade) -> None:
    handmade.function("f", "def handle(event, context):\n    print('é' * event)\n    1 / event\n")
    lambda_ = handmade.stack.client("lambda")

    def tail(event: int) -> str:
        answer = lambda_.invoke(FunctionName="f", Payload=str(event), LogType="Tail")
        encoded = base64.b64decode(answer["LogResult"])
        assert len(encoded) <= 4096
        return encoded.decode(errors="replace")

    short = tail(3).splitlines()
    assert short[0].startswith("START RequestId: ")
    assert short[1] == "ééé"
    assert short[-1].startswith("REPORT RequestId: ")
    assert "ééé\n" not in tail(0)
    assert tail(5_000).splitlines()[-1].startswith("REPORT RequestId: ")
    assert "LogResult" not in lambda_.invoke(FunctionName="f", Payload="1")
