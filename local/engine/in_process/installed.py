"""Where the interpreter finds what is installed: the standard library and the third-party packages."""

import sys
import sysconfig
from functools import cache
from types import ModuleType

#: The import path without the project: what is left for a handler beside its own code.
PATH = tuple(
    dict.fromkeys(
        [
            *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib")),
            str(sysconfig.get_config_var("DESTSHARED")),
            *(sysconfig.get_path(name) for name in ("purelib", "platlib")),
        ]
    )
)


@cache
def is_installed(name: str) -> bool:
    """Tell whether an imported top-level module is installed, rather than part of the project being run."""
    return name == "__main__" or all(place.startswith(PATH) for place in _places(sys.modules.get(name)))


def _places(module: ModuleType | None) -> list[str]:
    """Return the files or directories of a module; a built-in one has none."""
    spec = None if module is None else module.__spec__
    if spec is None:
        return []
    if spec.submodule_search_locations is not None:
        return list(spec.submodule_search_locations)
    return [spec.origin] if spec.has_location and spec.origin is not None else []
