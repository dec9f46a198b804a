"""The app by itself: `python app.py` needs no CDK CLI."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.flow.synthesis import LEFT_OVER
from tests.infra.synthesis import ROOT, Synthesis


def test_it_leaves_a_cloud_assembly_with_both_stacks_and_their_assets(assembly: Path) -> None:
    artifacts = json.loads((assembly / "manifest.json").read_text())["artifacts"]
    assert {"Offload-dev", "Offload-dev-Data"} <= set(artifacts)
    files = json.loads((assembly / "Offload-dev.assets.json").read_text())["files"]
    assert all((assembly / file["source"]["path"]).exists() for file in files.values())


def test_it_keeps_no_asset_that_may_lack_its_wheels(assembly: Path) -> None:
    assert not (assembly / LEFT_OVER).exists()


def test_the_same_sources_make_the_same_templates(assembly: Path, synthesis: Synthesis) -> None:
    for name in ("Offload-dev.template.json", "Offload-dev-Data.template.json"):
        assert (assembly / name).read_text() == (synthesis.outdir / name).read_text()


def test_a_stage_that_does_not_exist_is_refused_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "CDK_OUTDIR": str(tmp_path), "CDK_CONTEXT_JSON": '{"stage": "qa"}'}
    ran = subprocess.run(
        [sys.executable, str(ROOT / "app.py")], env=environment, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == "cdk.json: there is no stage 'qa'; there are: check, dev, prod"
    assert not list(tmp_path.iterdir())
