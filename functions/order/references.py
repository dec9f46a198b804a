"""References: the short names under which an order's effects are known outside, a function of the run alone.

A step that is repeated after a crash must arrive at the same reference, so none is random.
"""

import hashlib


def reference(prefix: str, run_key: str) -> str:
    """The reference of one effect of one run, such as `pay_6f1e…`: 24 hexadecimal digits after the prefix."""
    return f"{prefix}_{hashlib.sha256(run_key.encode()).hexdigest()[:24]}"
