"""`python -m deploy_check`: exits with 0 if the deployment did all it must."""

import sys

try:
    from deploy_check.proof import prove

    sys.exit(0 if prove() else 1)
except KeyboardInterrupt:
    # Also while it imports: whoever presses Ctrl-C wants no traceback.
    sys.exit(130)
