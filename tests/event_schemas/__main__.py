"""Writes docs/events from the models: `python -m tests.event_schemas`.

A version that was written before is changed only in ways that break nobody; anything else needs a version of
its own, beside the old one.
"""

import json
import sys

from tests.event_schemas.schemas import PROMISES, broken


def main() -> int:
    """Return the status of the command: 0 where every schema could be written."""
    refused = [
        f"{promise.path.name}: {what}. Give the event a new version."
        for promise in PROMISES
        if promise.path.exists()
        for what in broken(json.loads(promise.path.read_text()), promise.schema, promise.kept_for)
    ]
    if refused:
        print("\n".join(refused), file=sys.stderr)
        return 1
    for promise in PROMISES:
        promise.path.write_text(json.dumps(promise.schema, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
