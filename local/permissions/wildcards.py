"""Matches actions, ARNs and strings against the patterns of policies: `*` is any run, `?` any one character.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards
"""

import re
from functools import lru_cache

#: partition, service, region, account and resource, after "arn".
_ARN_PARTS = 6

#: Before a `*` or `?` that means itself.
LITERAL = "\0"


def matches(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Tell whether `text` is one that `pattern` means."""
    if "*" not in pattern and "?" not in pattern:
        return pattern.lower() == text.lower() if ignore_case else pattern == text
    return _compiled(pattern, ignore_case).fullmatch(text) is not None


def matches_arn(pattern: str, arn: str) -> bool:
    """Tell whether `arn` is one that `pattern` means, each of the six parts by itself.

    A pattern that ends early means everything below what it says.
    """
    if pattern == "*":
        return True
    wanted, parts = pattern.split(":", _ARN_PARTS - 1), arn.split(":", _ARN_PARTS - 1)
    wanted += ["*"] * (_ARN_PARTS - len(wanted))
    return len(parts) == _ARN_PARTS and all(map(matches, wanted, parts))


@lru_cache(maxsize=4096)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    pieces = re.findall(rf"{LITERAL}?.", pattern, re.DOTALL)
    text = "".join({"*": ".*", "?": "."}.get(piece) or re.escape(piece[-1]) for piece in pieces)
    return re.compile(text, re.DOTALL | (re.IGNORECASE if ignore_case else 0))
