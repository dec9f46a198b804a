"""`make run`, as a process of its own."""

import json
import shutil
import socket
import sys
from pathlib import Path

import httpx
import pytest

from local.signing import SignedBy
from local.users import ALICE
from tests.flow.cli.conftest import Command
from tests.flow.cli.running import SAMPLES, Ended, Running, free_port


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the samples are done once."""
    return tmp_path_factory.mktemp("once")


@pytest.fixture(scope="module")
def once(folder: Path, assembly: Path) -> Ended:
    """`make run ONCE=1`, ended."""
    return Running(folder, assembly, "--once").end()


@pytest.fixture
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a command leave its files in the test's folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def declined(tmp_path: Path) -> Path:
    """A folder with one sample: an order whose card is declined."""
    folder = tmp_path / "samples"
    folder.mkdir()
    shutil.copy(SAMPLES / "5-order-declined.json", folder)
    return folder


def test_once_ends_with_0_when_every_sample_went_as_it_says(once: Ended) -> None:
    assert once.code == 0, once.output
    number = len(list(SAMPLES.glob("*.json")))
    assert f"{number} of {number} samples went as they should." in once.output


def test_the_way_of_each_job_and_the_functions_on_it_are_shown(once: Ended) -> None:
    assert "  PENDING " in once.output
    assert " → SUCCEEDED " in once.output
    assert " → FAILED " in once.output
    assert "  NotAnImage: " in once.output
    assert "  through intake, order-starter, order-reserve, order-charge, order-ship, settle" in once.output


def test_the_files_of_the_results_are_kept(once: Ended, folder: Path) -> None:
    kept = sorted((folder / "out" / "1-thumbnails-of-a-photo").iterdir())
    assert [path.name for path in kept] == ["1280x720.jpg", "320x320.jpg", "64x64.jpg"]
    assert all(path.stat().st_size > 1000 for path in kept)
    shown = [folder / line.split()[0] for line in once.output.splitlines() if line.startswith("  out/")]
    assert set(kept) < set(shown)


@pytest.mark.usefixtures("in_tmp_path")
def test_once_ends_with_1_when_a_sample_ended_otherwise(
    command: Command, declined: Path, assembly: Path
) -> None:
    path = declined / "5-order-declined.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"expect_error": "OutOfStock"}))
    ports = ("--port", free_port(), "--aws-port", free_port(), "--outside-port", free_port())
    ended = command("run", "--once", *ports, "--assembly", assembly, "--samples", declined)
    assert ended.exit_code == 1
    assert "  expected was FAILED OutOfStock" in ended.stdout
    assert "0 of 1 samples went as they should." in ended.stdout


def test_it_serves_after_the_samples_until_ctrl_c(tmp_path: Path, declined: Path, assembly: Path) -> None:
    running = Running(tmp_path, assembly, samples=declined)
    printed = running.until_it_waits()
    alice = SignedBy(ALICE.access_key, ALICE.secret_key)
    listed = httpx.get(f"http://127.0.0.1:{running.port}/jobs", auth=alice, trust_env=False)
    ended = running.interrupt()
    assert [job["status"] for job in listed.json()["jobs"]] == ["FAILED"]
    assert (ended.code, ended.output) == (0, printed)


@pytest.mark.usefixtures("in_tmp_path")
def test_a_port_that_is_taken_is_told_with_the_setting_that_changes_it(
    command: Command, assembly: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = command("run", "--port", port, "--assembly", assembly, "--samples", SAMPLES)
    assert ended.exit_code == 1
    assert ended.stderr == f"port {port} on 127.0.0.1 is in use; choose another with PORT=PORT\n"


@pytest.mark.usefixtures("in_tmp_path")
def test_a_template_it_does_not_understand_is_refused_by_the_resources_name(
    command: Command, tmp_path: Path, assembly: Path
) -> None:
    changed = shutil.copytree(assembly, tmp_path / "cdk.out")
    path = changed / "Offload-dev.template.json"
    template = json.loads(path.read_text())
    template["Resources"]["Ledger"] = {"Type": "AWS::QLDB::Ledger", "Properties": {}}
    path.write_text(json.dumps(template))
    ended = command("run", "--assembly", changed, "--samples", SAMPLES)
    assert ended.exit_code == 1
    assert "\n  Offload-dev/Ledger: the type AWS::QLDB::Ledger\n" in ended.stderr


@pytest.mark.usefixtures("in_tmp_path")
def test_where_child_processes_cannot_run_it_says_so_and_runs_functions_itself(
    command: Command, tmp_path: Path, assembly: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As on macOS, for which AWS's runtime client has no compiled part.
    monkeypatch.setitem(sys.modules, "runtime_client", None)
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    ports = ("--port", free_port(), "--aws-port", free_port(), "--outside-port", free_port())
    ended = command("run", "--once", *ports, "--assembly", assembly, "--samples", nothing)
    assert ended.exit_code == 0
    assert "Functions run in this process, one at a time" in " ".join(ended.stdout.split())
