"""What goes into an asset, and the hash that names it.

The hash is made of the sources' paths and bytes, of the lock file and of the target. Modification times, the
order in which a folder is read and compiled files do not change it, and neither does bundling: a local run
and a deployment of the same sources name the same asset.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from infra.packaging.target import Target

LOCK_FILE = "requirements.txt"
"""Pins a folder's wheels with their hashes; absent where a folder needs none."""

LEFT_OUT = frozenset({LOCK_FILE, "requirements.in"})


@dataclass(frozen=True)
class Sources:
    """The sources of one asset.

    Args:
        name: of the asset, for people who look into the build folder.
        root: the project's root; paths in the asset are relative to it.
        folder: the folder whose files go in, below `root`.
        prefix: where in the asset they go: "" for a function, "python" for a layer.
            https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
        made: files that no folder has, made for this synthesis: the text of each, by its path in the asset.
    """

    name: str
    root: Path
    folder: Path
    prefix: str = ""
    made: Mapping[str, str] = field(default_factory=dict)

    @property
    def lock(self) -> Path | None:
        """The lock file, if the folder has one."""
        path = self.folder / LOCK_FILE
        return path if path.exists() else None

    def files(self) -> Iterator[tuple[Path, Path]]:
        """Each file with its path in the asset, sorted by that path."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.name not in LEFT_OUT:
                yield path, Path(self.prefix) / path.relative_to(self.root)

    def hash(self, target: Target) -> str:
        """The hash that names the asset: 64 hexadecimal digits."""
        digest = hashlib.sha256()
        for path, place in self.files():
            _add(digest, place.as_posix().encode(), path.read_bytes())
        for made, text in sorted(self.made.items()):
            _add(digest, made.encode(), text.encode())
        if self.lock is not None:
            _add(digest, LOCK_FILE.encode(), self.lock.read_bytes(), repr(target).encode())
        return digest.hexdigest()


def _add(digest: "hashlib._Hash", *parts: bytes) -> None:
    """Add parts with their lengths, so that no two lists of parts read the same."""
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
