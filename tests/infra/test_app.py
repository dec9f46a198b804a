"""The app by itself: `python app.py` needs no CDK CLI."""

import json
import os
import subprocess
import sys
from pathlib import Path

from infra.catalog import CATALOG
from tests.flow.synthesis import LEFT_OVER, copy_of_the_kit
from tests.infra.synthesis import ROOT, Synthesis


def test_it_leaves_a_cloud_assembly_with_its_stacks_and_their_assets(assembly: Path) -> None:
    artifacts = json.loads((assembly / "manifest.json").read_text())["artifacts"]
    stacks = {name for name, artifact in artifacts.items() if artifact["type"] == "aws:cloudformation:stack"}
    assert stacks == {
        "Offload-dev",
        "Offload-dev-Data",
        *(f"Offload-dev-{workload.camel_name}" for workload in CATALOG),
    }
    for stack in stacks:
        files = json.loads((assembly / f"{stack}.assets.json").read_text())["files"]
        assert all((assembly / file["source"]["path"]).exists() for file in files.values())


def test_it_keeps_no_asset_that_may_lack_its_wheels(assembly: Path) -> None:
    assert not (assembly / LEFT_OVER).exists()


def test_the_same_sources_make_the_same_templates(assembly: Path, synthesis: Synthesis) -> None:
    templates = list(synthesis.outdir.glob("*.template.json"))
    assert templates
    for template in templates:
        assert (assembly / template.name).read_text() == template.read_text()


def test_a_stage_that_does_not_exist_is_refused_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "CDK_OUTDIR": str(tmp_path), "CDK_CONTEXT_JSON": '{"stage": "qa"}'}
    ran = subprocess.run(
        [sys.executable, str(ROOT / "app.py")], env=environment, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == "cdk.json: there is no stage 'qa'; there are: check, dev, prod"
    assert not list(tmp_path.iterdir())


def test_a_catalog_that_cannot_be_built_is_refused_in_one_line(tmp_path: Path) -> None:
    fork = copy_of_the_kit(tmp_path)
    (fork / "functions" / "order" / "reserve.py").unlink()
    ran = subprocess.run(
        [sys.executable, str(fork / "app.py")], cwd=fork, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == "workload 'order': there is no functions/order/reserve.py"
