"""What only a process of its own can show: it is ended, whatever it does, and it ends whatever it may."""

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from local.engine.child_processes import launcher
from local.engine.environments import Environments
from local.faults import Faults
from local.stack import LocalStack, Unreachable
from tests.flow.local.handmade import Handmade
from tests.flow.local.kinds import empty_stack

ROOT = Path(__file__).parents[3]


@pytest.fixture
def environments() -> Environments:
    return Environments.CHILD_PROCESSES


def test_a_handler_that_computes_past_its_timeout_is_ended_there(handmade: Handmade) -> None:
    handmade.function(
        "f",
        """
        import os
        def handle(event, context):
            print("begun")
            while event:
                pass
            return os.getpid()
        """,
        Timeout=1,
    )
    first = handmade.invoke("f")

    answer, error = handmade.try_to_invoke("f", "busy")

    assert error == "Unhandled"
    assert answer["errorType"] == "Sandbox.Timedout"
    assert answer["errorMessage"].endswith(" Error: Task timed out after 1.00 seconds")
    assert not _is_running(first)
    report = [line for _, line in handmade.log if line.startswith("REPORT ")][-1]
    assert report.endswith("\tStatus: timeout")
    assert handmade.invoke("f") != first, "a new environment"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("os._exit(7)", "Runtime exited with error: exit status 7"),
        ("os._exit(0)", "Runtime exited without providing a reason"),
        ("os.abort()", "Runtime exited with error: signal: aborted"),
        ("os.kill(os.getpid(), 11)", "Runtime exited with error: signal: segmentation fault"),
    ],
)
def test_a_process_that_ends_is_an_exit_error(handmade: Handmade, how: str, words: str) -> None:
    handmade.function("f", f"import os\ndef handle(event, context):\n    print('last words')\n    {how}\n")

    answer, error = handmade.try_to_invoke("f")

    assert (error, answer["errorType"]) == ("Unhandled", "Runtime.ExitError")
    assert answer["errorMessage"].endswith(f" Error: {words}")
    assert handmade.printed("f")[0] == "last words"
    report = [line for _, line in handmade.log if line.startswith("REPORT ")][-1]
    assert report.endswith("\tStatus: error\tError Type: Runtime.ExitError")


def test_a_process_that_wants_more_memory_than_its_function_has_is_killed(handmade: Handmade) -> None:
    handmade.function(
        "f",
        """
        def handle(event, context):
            memory = bytearray(event << 20)
            return len(memory) >> 20
        """,
        MemorySize=128,
    )
    assert handmade.invoke("f", 40) == 40

    answer, _ = handmade.try_to_invoke("f", 200)

    assert answer["errorMessage"].endswith("Runtime exited with error: signal: killed")
    reports = [line for _, line in handmade.log if line.startswith("REPORT ")]
    assert 50 < int(reports[0].partition("Max Memory Used: ")[2].split()[0]) < 128
    assert "\tMax Memory Used: 128 MB" in reports[1]


def test_what_a_handler_started_ends_with_its_environment(handmade: Handmade) -> None:
    handmade.function(
        "f",
        """
        import os, subprocess
        def handle(event, context):
            sleeper = subprocess.Popen(["/bin/sleep", "600"])
            print(sleeper.pid)
            os._exit(1)
        """,
    )

    handmade.try_to_invoke("f")

    _wait_for_the_end_of(int(handmade.printed("f")[0]))


def test_handlers_run_side_by_side(handmade: Handmade, tmp_path: Path) -> None:
    handmade.function(
        "f",
        """
        import os, pathlib
        def handle(event, context):
            here, other = map(pathlib.Path, event)
            here.touch()
            while not other.exists():
                pass
        """,
        Timeout=20,
    )
    ann, ben = str(tmp_path / "ann"), str(tmp_path / "ben")
    calls = [
        handmade.stack.hub.spawn(partial(handmade.try_to_invoke, "f", paths), "call")
        for paths in ((ann, ben), (ben, ann))
    ]

    assert [one.result() for one in calls] == [(None, None)] * 2


def test_a_handler_finds_neither_the_project_nor_the_hosts_settings(
    handmade: Handmade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    handmade.function("f", "import local\ndef handle(event, context): pass\n")

    assert handmade.try_to_invoke("f")[0]["errorType"] == "Runtime.ImportModuleError"


def test_no_process_is_left_when_the_stack_has_stopped(environments: Environments) -> None:
    with empty_stack(environments, lambda *_: None) as stack:
        handmade = Handmade(stack)
        handmade.function("f", "import os\ndef handle(event, context):\n    return os.getpid()\n")
        process = handmade.invoke("f")
        assert _is_running(process)

    assert not _is_running(process)


#: A host that starts a child process as the kit does, tells its id, and waits.
HOST = """
import os, subprocess, sys
command = [sys.executable, "-I", sys.argv[1], str(os.getpid()), "app.handle", sys.argv[2]]
child = subprocess.Popen(command, stdout=subprocess.PIPE, env={"AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9"})
print(child.stdout.readline().decode(), flush=True)
input()
"""


def test_no_process_is_left_when_the_host_is_killed(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import os\nprint(os.getpid(), flush=True)\nwhile True: pass\n")
    with subprocess.Popen(
        [sys.executable, "-c", HOST, launcher.__file__, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as host:
        assert host.stdout is not None
        process = int(host.stdout.readline())
        assert _is_running(process)

        host.kill()

    _wait_for_the_end_of(process)


def test_child_processes_have_no_virtual_time(environments: Environments) -> None:
    with pytest.raises(Unreachable, match="RealClock"):
        LocalStack(environments=environments)


def test_no_fault_can_be_armed(handmade: Handmade) -> None:
    with pytest.raises(Unreachable, match="no fault can strike"):
        assert isinstance(handmade.stack.faults, Faults)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_for_the_end_of(process: int) -> None:
    deadline = time.monotonic() + 10
    while _is_running(process):
        assert time.monotonic() < deadline, f"process {process} is left"
