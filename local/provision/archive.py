"""Zip archives of assets: what a deployment would upload, the same bytes for the same files."""

import io
import zipfile
from functools import cache
from pathlib import Path

from local.assembly import Asset

#: The earliest time a zip archive can hold; the files' own would make every archive differ.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def archive(asset: Asset) -> bytes:
    """Return the asset as a zip archive; made once in this process for all stacks that use it."""
    return _archive(asset.hash, asset.path)


@cache
def _archive(digest: str, path: Path) -> bytes:  # noqa: ARG001  # the hash stands for the path's content
    if path.is_file():
        return path.read_bytes()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archived:
        for file in sorted(each for each in path.rglob("*") if each.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(path).as_posix(), _EPOCH)
            entry.external_attr = file.stat().st_mode << 16
            archived.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def archive_of_module(name: str, source: str) -> bytes:
    """Return a zip archive with one file in it, as Lambda makes one of code that a template holds itself."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archived:
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.external_attr = 0o644 << 16
        archived.writestr(entry, source, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
