"""The app by itself: `python app.py` needs no CDK CLI."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.infra.synthesis import ROOT, Synthesis


@pytest.fixture(scope="module")
def outdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app") / "cdk.out"
    (folder / "asset.of-an-earlier-synthesis-without-wheels").mkdir(parents=True)
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(folder),
        "CDK_CONTEXT_JSON": json.dumps({"aws:cdk:bundling-stacks": []}),
        "CDK_VALIDATION": "false",
    }
    command = [sys.executable, str(ROOT / "app.py")]
    subprocess.run(command, env=environment, cwd=folder.parent, check=True)
    return folder


def test_it_leaves_a_cloud_assembly_with_both_stacks_and_their_assets(outdir: Path) -> None:
    artifacts = json.loads((outdir / "manifest.json").read_text())["artifacts"]
    assert {"Offload-dev", "Offload-dev-Data"} <= set(artifacts)
    files = json.loads((outdir / "Offload-dev.assets.json").read_text())["files"]
    assert all((outdir / file["source"]["path"]).exists() for file in files.values())


def test_it_keeps_no_asset_that_may_lack_its_wheels(outdir: Path) -> None:
    assert not (outdir / "asset.of-an-earlier-synthesis-without-wheels").exists()


def test_the_same_sources_make_the_same_templates(outdir: Path, synthesis: Synthesis) -> None:
    for name in ("Offload-dev.template.json", "Offload-dev-Data.template.json"):
        assert (outdir / name).read_text() == (synthesis.outdir / name).read_text()


def test_a_stage_that_does_not_exist_is_refused_in_one_line(tmp_path: Path) -> None:
    environment = {**os.environ, "CDK_OUTDIR": str(tmp_path), "CDK_CONTEXT_JSON": '{"stage": "qa"}'}
    ran = subprocess.run(
        [sys.executable, str(ROOT / "app.py")], env=environment, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == "cdk.json: there is no stage 'qa'; there are: check, dev, prod"
    assert not list(tmp_path.iterdir())
