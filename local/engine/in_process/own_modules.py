"""The modules of one execution environment, which nobody else in this process sees.

Whatever the roots of a function's code provide is imported anew in each environment. Meanwhile the host's own
modules are hidden: those of the same name, and all that AWS would not have. Installed packages are shared.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from local.engine.in_process.installed import is_installed


class OwnModules:
    """Takes its modules into sys.modules and out again.

    Args:
        roots: the directories of the function's code, as they stand on sys.path.
    """

    def __init__(self, roots: Iterable[Path]) -> None:
        self._names = frozenset(entry.name.partition(".")[0] for root in roots for entry in root.iterdir())
        self._own: dict[str, ModuleType] = {}
        self._hidden: dict[str, ModuleType] = {}
        self._to_hide: list[str] = []
        # To scan thousands of modules at each turn would cost more than the turn: only if there are more now.
        self._size_outside = self._size_inside = -1

    def enter(self) -> None:
        """Put the environment's modules in place of the host's."""
        if len(sys.modules) != self._size_outside:
            self._size_outside = len(sys.modules)
            self._to_hide = [name for name in sys.modules if self._is_hidden(name.partition(".")[0])]
        self._hidden = {name: sys.modules.pop(name) for name in self._to_hide if name in sys.modules}
        sys.modules.update(self._own)
        self._size_inside = len(sys.modules)

    def leave(self) -> None:
        """Keep the environment's modules, with those imported since `enter`; give the host its own back."""
        if len(sys.modules) != self._size_inside:
            own = [name for name in sys.modules if name.partition(".")[0] in self._names]
            self._own = {name: sys.modules[name] for name in own}
        for name in self._own:
            sys.modules.pop(name, None)
        sys.modules.update(self._hidden)

    def _is_hidden(self, name: str) -> bool:
        return name in self._names or not is_installed(name)
