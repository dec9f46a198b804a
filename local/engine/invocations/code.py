"""Where a function's code lies on this machine: moto's zip files, unpacked and compiled once.

Code is known by its digest, so functions that share a layer share its directory, and so do processes.
https://docs.aws.amazon.com/lambda/latest/dg/python-layers.html
"""

import base64
import compileall
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from moto.awslambda.models import lambda_backends


def roots(account: str, region: str, function: str, layers: Sequence[str]) -> tuple[Path, ...]:
    """Return the directories of a function's code in the order of its import path.

    Args:
        account: the AWS account's number.
        region: the AWS region.
        function: the function's ARN.
        layers: the ARNs of its layers' versions, first come first.
    """
    backend = lambda_backends[account][region]
    code = backend.get_function(function)
    found = [_unpacked(code.code_sha_256, code.code_bytes)]
    for arn in layers:
        layer = backend.layers_versions_by_arn(arn)
        if layer is None:
            raise LookupError(f"{function} has the layer {arn}, which does not exist")
        found.append(_unpacked(layer.code_sha_256, layer.code_bytes) / "python")
    return tuple(root for root in found if root.is_dir())


@cache
def _unpacked(digest: str, zipped: bytes) -> Path:
    directory = _cache() / base64.b64decode(digest).hex()
    if not directory.is_dir():
        fresh = Path(tempfile.mkdtemp(dir=_cache()))
        with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
            archive.extractall(fresh)
        try:
            fresh.rename(directory)
        except OSError:
            shutil.rmtree(fresh)  # another process was first
        compileall.compile_dir(directory, quiet=2)
    return directory


@cache
def _cache() -> Path:
    """Return this user's directory for code. Raises PermissionError if somebody else has made it."""
    directory = Path(tempfile.gettempdir(), f"offload-code-{os.getuid()}")
    directory.mkdir(mode=0o700, exist_ok=True)
    if directory.stat().st_uid != os.getuid():
        raise PermissionError(f"{directory} belongs to somebody else, who could put code there")
    return directory
