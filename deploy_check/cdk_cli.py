"""The CDK CLI that package.json pins, run against the emulator as a team would run it against AWS."""

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from deploy_check.steps import CheckFailed

STAGE = "check"
TIMEOUT_SECONDS = 600
#: Lines of the CLI's output that a failure shows.
TAIL = 40


class CdkCli:
    """Runs commands of the CLI on the app, in the stage made for this proof.

    Args:
        root: the project, with app.py and node_modules.
        folder: where the CLI may write: the assembly, its caches.
        environment: of its process.
    """

    def __init__(self, root: Path, folder: Path, environment: Mapping[str, str]) -> None:
        self._root = root
        self._folder = folder
        self._assembly = folder / "cdk.out"
        self._environment = {
            **environment,
            "CDK_HOME": str(folder / "cdk-home"),
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "CDK_DISABLE_VERSION_CHECK": "true",
            "NO_COLOR": "1",
        }

    def bootstrap(self, account: str, region: str) -> None:
        """Prepare the account: its asset bucket, its roles."""
        # Apart from the app, which would be synthesized for nothing.
        self._run("bootstrap", f"aws://{account}/{region}", cwd=self._folder)

    def deploy(self) -> str:
        """Synthesize with bundled assets, deploy every stack, and return what the CLI said."""
        options = ("--all", "--require-approval", "never", "--progress", "events")
        return self._run("deploy", *options, "--context", f"stage={STAGE}", "--output", str(self._assembly))

    def destroy(self) -> None:
        """Delete every stack that the last deployment made."""
        self._run("destroy", "--all", "--force", "--app", str(self._assembly))

    def _run(self, *arguments: str, cwd: Path | None = None) -> str:
        process = subprocess.Popen(
            [self._root / "node_modules/.bin/cdk", *arguments, "--no-notices"],
            cwd=cwd or self._root,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A group of its own, to be ended with all that the CLI has started.
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise CheckFailed(f"cdk {arguments[0]} took longer than {TIMEOUT_SECONDS} s") from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.returncode:
            raise CheckFailed(f"cdk {arguments[0]} exited with {process.returncode}:\n{tail(output)}")
        return output


def tail(output: str) -> str:
    """Return the last lines of what the CLI said."""
    return "\n".join(output.splitlines()[-TAIL:])
