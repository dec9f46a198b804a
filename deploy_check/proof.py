"""The proof itself: bootstrap, deploy, do jobs, deploy again, destroy."""

import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from rich.console import Console

from deploy_check.cdk_cli import CdkCli, tail
from deploy_check.deployed_app import DeployedApp
from deploy_check.emulator import REGION, Emulator
from deploy_check.steps import CheckFailed, Steps
from local.cli.samples import read_samples

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

ROOT = Path(__file__).parent.parent
BUILD = ROOT / ".build"


def prove() -> bool:
    """Prove the deployment, tell each step, and return whether all went as it must.

    Whatever ends it, the emulator ends with it. Raises KeyboardInterrupt, also when asked to terminate.
    """
    console = Console(highlight=False, soft_wrap=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="deploy-check-", dir=BUILD, ignore_cleanup_errors=True) as folder:
        emulator = Emulator(BUILD / "emulator/bin/ministack", Path(folder))
        try:
            _take_steps(emulator, Path(folder), Steps(console))
        except CheckFailed as failure:
            console.print(f"\n{failure}\n\nThe emulator's last words:\n{emulator.log_tail()}", markup=False)
            return False
    return True


def _take_steps(emulator: Emulator, folder: Path, steps: Steps) -> None:
    with ExitStack() as at_the_end:
        with steps.step("the emulator starts"):
            at_the_end.enter_context(emulator)
        session = boto3.Session("test", "test", region_name=REGION)
        stacks = session.client("cloudformation", endpoint_url=emulator.url)
        cdk = CdkCli(ROOT, folder, emulator.environment())
        with steps.step("cdk bootstrap"):
            account = session.client("sts", endpoint_url=emulator.url).get_caller_identity()["Account"]
            cdk.bootstrap(account, REGION)
        bootstrapped = _living(stacks)
        with steps.step("cdk deploy, every asset bundled"):
            cdk.deploy()
        deployed = _living(stacks) - bootstrapped
        _do_jobs(DeployedApp(session, emulator.url), steps)
        with steps.step("cdk deploy again changes nothing"):
            _must_change_nothing(cdk.deploy(), deployed)
        with steps.step("cdk destroy leaves no stack"):
            cdk.destroy()
            if left := _living(stacks) - bootstrapped:
                raise CheckFailed(f"after cdk destroy there are still: {', '.join(sorted(left))}")


def _do_jobs(app: DeployedApp, steps: Steps) -> None:
    for sample in read_samples(ROOT / "events/samples"):
        if (job := sample.job) is not None and job.expect == "SUCCEEDED":
            with steps.step(sample.title):
                ending = app.await_end(app.submit(job))
                if ending.status != job.expect:
                    raise CheckFailed(f"the job became {ending.status}: {ending.reason}")


def _living(stacks: "CloudFormationClient") -> set[str]:
    return {stack["StackName"] for stack in stacks.describe_stacks()["Stacks"]}


def _must_change_nothing(output: str, deployed: set[str]) -> None:
    for stack in sorted(deployed):
        if f"{stack} (no changes)" not in output:
            raise CheckFailed(f"the second deployment changed {stack}:\n{tail(output)}")
