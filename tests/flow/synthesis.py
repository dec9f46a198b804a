"""Cloud assemblies as `app.py` makes them for any local run: with the wheels left out."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: An asset as a synthesis with other wheels may have left it, which `app.py` has to remove.
LEFT_OVER = "asset.of-an-earlier-synthesis"

#: What a synthesis reads.
SOURCES = ("app.py", "cdk.json", "infra", "functions")


def synthesize_once(shared: Path) -> Path:
    """Return the cloud assembly of the kit in `shared`, a directory of this run; the first to come makes it.

    So it is made once for a whole test run, however many processes take part in it.
    """
    assembly = shared / "cdk.out"
    with (shared / "cdk.out.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (assembly / "manifest.json").exists():
            _synthesize(ROOT, assembly)
    return assembly


def synthesize_fork(folder: Path, files: Mapping[str, str]) -> Path:
    """Return the cloud assembly of a fork of the kit, made in `folder` with these files added or replaced."""
    fork = copy_of_the_kit(folder)
    for path, text in files.items():
        (fork / path).parent.mkdir(exist_ok=True)
        (fork / path).write_text(text)
    return _synthesize(fork, folder / "cdk.out")


def copy_of_the_kit(folder: Path) -> Path:
    """Return a copy, in `folder`, of what a synthesis reads."""
    fork = folder / "fork"
    fork.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, fork / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, fork)
    return fork


def _synthesize(root: Path, assembly: Path) -> Path:
    settings = {
        "CDK_OUTDIR": str(assembly),
        "CDK_VALIDATION": "false",  # cfn-lint reads the template in tests/infra
        "CDK_CONTEXT_JSON": json.dumps({"aws:cdk:bundling-stacks": []}),
    }
    (assembly / LEFT_OVER).mkdir(parents=True, exist_ok=True)
    app = [sys.executable, str(root / "app.py")]
    subprocess.run(app, cwd=assembly.parent, env={**os.environ, **settings}, check=True)
    return assembly
