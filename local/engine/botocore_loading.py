"""AWS's service descriptions are read once per process, not once per botocore session.

Each execution environment makes a session of its own, as on Lambda; to read megabytes of JSON again for each
one would take most of a cold start here. What is shared is read-only and holds nothing of a session.
"""

import functools

import botocore.session
from botocore.loaders import create_loader

_shared_loader = functools.cache(create_loader)


def install() -> None:
    """Let all sessions of this process share one loader per data path."""
    botocore.session.create_loader = _shared_loader
