"""Keeps the cloud assembly's folder honest about its assets.

The CDK does not copy an asset again whose hash is there already, and the hash is the same bundled or not: a
folder once synthesized without wheels would be deployed without them. So its assets are kept for a synthesis
of the same kind only.
"""

import shutil
from pathlib import Path

NOTE = "assets-are-for"


def remove_assets_of_another_kind(outdir: Path, kind: str) -> None:
    """Remove the assets in `outdir` unless they are of this kind, and note the kind.

    Args:
        outdir: the cloud assembly's folder; it need not exist.
        kind: what decides whether and for what wheels are put into assets.
    """
    note = outdir / NOTE
    if not note.exists() or note.read_text() != kind:
        for asset in outdir.glob("asset.*"):
            shutil.rmtree(asset)
    outdir.mkdir(parents=True, exist_ok=True)
    note.write_text(kind)
