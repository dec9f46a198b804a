"""The synthesized app, made once for a whole test run, however many processes take part in it."""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def synthesize_once(shared: Path) -> Path:
    """Return the cloud assembly in `shared`, a directory of this run; the first to come makes it.

    It is made as for any local run: by `app.py`, with its wheels left out.
    """
    assembly = shared / "cdk.out"
    with (shared / "cdk.out.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (assembly / "manifest.json").exists():
            settings = {
                "CDK_OUTDIR": str(assembly),
                "CDK_VALIDATION": "false",  # cfn-lint reads the template in tests/infra
                "CDK_CONTEXT_JSON": json.dumps({"aws:cdk:bundling-stacks": []}),
            }
            subprocess.run([sys.executable, "app.py"], cwd=ROOT, env={**os.environ, **settings}, check=True)
    return assembly
