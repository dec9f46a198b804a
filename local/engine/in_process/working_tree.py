"""Lets code that runs from the cache be the user's own files to debuggers, tracebacks and coverage.

A function's code is unpacked to a cache, where no breakpoint was ever set. A module whose file there is, to
the byte, the file of the working tree is compiled under the latter's name; any other keeps the cache's, since
what runs then is not what the working tree has.
"""

import sys
from collections.abc import Callable
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from pathlib import Path

_working_trees: dict[Path, Path] = {}


def trace(root: Path, working_tree: Path) -> None:
    """Let modules below `root`, a directory of the import path, be the same files below `working_tree`."""
    if _finder not in sys.path_hooks:
        sys.path_hooks.insert(0, _finder)
    _working_trees[root] = working_tree


def _finder(directory: str) -> FileFinder:
    """Return the finder of modules in a directory of a function's code. Raises ImportError for any other."""
    place = Path(directory)
    for root in (place, *place.parents):
        if root in _working_trees:
            return FileFinder(
                directory,
                (ExtensionFileLoader, EXTENSION_SUFFIXES),
                (_loader(root), SOURCE_SUFFIXES),  # type: ignore[arg-type]  # whatever makes a loader will do
                (SourcelessFileLoader, BYTECODE_SUFFIXES),
            )
    raise ImportError(f"{directory} holds no function's code")


def _loader(root: Path) -> Callable[[str, str], SourceFileLoader]:
    def load(name: str, path: str) -> SourceFileLoader:
        original = _working_trees[root] / Path(path).relative_to(root)
        return SourceFileLoader(name, str(original) if _is_same(original, Path(path)) else path)

    return load


def _is_same(original: Path, copy: Path) -> bool:
    return original.is_file() and original.read_bytes() == copy.read_bytes()
