"""What `breakpoint()` does in a handler of this process: it opens pdb on the terminal.

A handler's standard output is its log, where nobody could read what the debugger asks.
"""

import pdb
import sys
from collections.abc import Callable


def hook() -> Callable[..., object]:
    """Return the hook a handler finds: that of a debugger which has set one, else pdb on the terminal."""
    return _stop if sys.breakpointhook is sys.__breakpointhook__ else sys.breakpointhook


def _stop() -> None:
    pdb.Pdb(stdin=sys.__stdin__, stdout=sys.__stdout__).set_trace(sys._getframe(1))
