"""`python -m local`: the commands run, send and invoke."""

import gc
import sys

try:
    from local.cli.commands import app

    app()
except KeyboardInterrupt:
    # Also while it imports: whoever presses Ctrl-C wants no traceback.
    sys.exit(130)
finally:
    # All of it goes with the process; to look for garbage in it first would take two seconds.
    gc.freeze()
