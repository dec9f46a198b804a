"""`python -m tests.conformance [ENDPOINT]`: runs the suite, keeps the results, writes the page.

ENDPOINT is nothing for our own, `ministack` for the emulator that `make deploy-check` installs, `aws` for the
account of the environment, or the address of any other emulator. Ends with 0 if every behaviour of our own
holds; of others it only tells.
"""

import importlib.metadata
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy_check.emulator import Emulator
from tests.conformance import document
from tests.conformance.results import Outcome, Recorder, Results

HERE = Path(__file__).parent
BUILD = HERE.parents[1] / ".build"
#: The emulator asks for permissions only where it is told to.
STRICT = {"AUTH": "true"}
#: How many tests wait side by side at an endpoint that knows only real time.
SIDE_BY_SIDE = 14


def main(endpoint: str) -> int:
    """Run the suite at an endpoint; return the exit code."""
    match endpoint:
        case "":
            name, title, options = "offload", "Offload", []
        case "ministack":
            name, title, options = endpoint, f"ministack {_version()}", ["-n", str(SIDE_BY_SIDE)]
        case "aws":
            name, title, options = endpoint, "AWS", ["-n", str(SIDE_BY_SIDE)]
        case _:
            name, title, options = "other", endpoint, ["-n", str(SIDE_BY_SIDE)]
    recorder = Recorder()
    with _running(endpoint) as url:
        if url:
            os.environ["ENDPOINT"] = url
        ended = pytest.main([*options, "--tb=line", "--durations=10", str(HERE)], plugins=[recorder])
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return int(ended)
    Results(title, recorder.outcomes).write(name)
    document.write()
    outcomes = list(recorder.outcomes.values())
    told = ", ".join(f"{outcomes.count(outcome)} {outcome}" for outcome in Outcome)
    sys.stdout.write(f"{title}: {len(outcomes)} behaviours: {told}\n")
    return 0 if endpoint else int(ended)


@contextmanager
def _running(endpoint: str) -> Iterator[str]:
    """Give the address of an endpoint, which runs while the context lasts."""
    if endpoint != "ministack":
        yield endpoint
        return
    with (
        tempfile.TemporaryDirectory(prefix="conformance-", dir=BUILD, ignore_cleanup_errors=True) as folder,
        Emulator(BUILD / "emulator/bin/ministack", Path(folder), STRICT) as emulator,
    ):
        yield emulator.url


def _version() -> str:
    """Return the version of the emulator in its own virtual environment."""
    (packages,) = (BUILD / "emulator/lib").glob("python3.*/site-packages")
    (found,) = importlib.metadata.distributions(name="ministack", path=[str(packages)])
    return found.version


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
