"""Makes the folder of an asset: sources in their layout, with wheels when it is to be deployed.

A folder is named by what is in it and made aside, so it is either whole or absent, and is made once.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from infra.packaging.sources import Sources
from infra.packaging.target import Target

PIP = [
    *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
    # Exactly what the lock file pins, ready-made: nothing is resolved, nothing is built.
    *("--require-hashes", "--only-binary=:all:", "--no-deps"),
    # Bytecode would differ from build to build, and this interpreter's is not the target's.
    "--no-compile",
]


class BundlingError(RuntimeError):
    """The wheels of an asset could not be fetched; the message has pip's words."""


def stage(sources: Sources, target: Target, *, build: Path, bundle: bool) -> Path:
    """The folder of an asset, made unless it is there already; earlier ones like it are removed.

    Args:
        sources: what goes in.
        target: what wheels are chosen for.
        build: the folder under which assets' folders are kept.
        bundle: whether to put the wheels in; without them the folder serves a synthesis that is not deployed.

    Raises:
        BundlingError: a wheel is not to be had, or is not the one the lock file pins.
    """
    with_wheels = bundle and sources.lock is not None
    kind = f"{target.architecture}-{target.python_version}" if with_wheels else "sources"
    folder = build / f"{sources.name}-{sources.hash(target)[:16]}-{kind}"
    if folder.exists():
        return folder
    build.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=build, prefix=f".{sources.name}-") as aside:
        unfinished = Path(aside) / folder.name
        unfinished.mkdir()
        for path, place in sources.files():
            (unfinished / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, unfinished / place)
        for made, text in sources.made.items():
            (unfinished / made).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / made).write_text(text)
        if with_wheels:
            _install_wheels(sources, target, unfinished / sources.prefix)
        _move(unfinished, folder)
    for earlier in build.glob(f"{sources.name}-*-{kind}"):
        if earlier != folder:
            shutil.rmtree(earlier, ignore_errors=True)
    return folder


def _install_wheels(sources: Sources, target: Target, into: Path) -> None:
    command = [*PIP, *target.pip_options(), f"--target={into}", f"--requirement={sources.lock}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundlingError(f"the wheels of {sources.name} could not be fetched:\n{done.stderr.strip()}")
    # Scripts for this machine's interpreter, of no use where the asset goes.
    shutil.rmtree(into / "bin", ignore_errors=True)


def _move(unfinished: Path, folder: Path) -> None:
    try:
        unfinished.replace(folder)
    except OSError:
        # Another synthesis was faster; what it made is the same.
        if not folder.exists():
            raise
