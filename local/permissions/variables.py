"""Policy variables: `${aws:username}` stands for what the request has for that key.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

import re

from local.permissions.request import Keys
from local.permissions.wildcards import LITERAL

_VARIABLE = re.compile(r"\$\{([^},]+?)(?:\s*,\s*'([^']*)')?\}")
#: Variables that stand for a character, which is no wildcard then.
_LITERALS = frozenset("*?$")


def filled(pattern: str, keys: Keys) -> str | None:
    """Return `pattern` with its variables filled in, None where the request lacks one without a default.

    A pattern with a variable nobody fills matches nothing.
    """
    if "${" not in pattern:
        return pattern
    missing = False

    def fill(match: re.Match[str]) -> str:
        nonlocal missing
        name, default = match[1].strip(), match[2]
        if name in _LITERALS:
            return _literal(name)
        values = keys.get(name.lower(), ())
        if len(values) == 1:
            return _literal(values[0])
        if default is None:
            missing = True
        return _literal(default or "")

    text = _VARIABLE.sub(fill, pattern)
    return None if missing else text


def _literal(text: str) -> str:
    return re.sub(r"[*?]", lambda match: LITERAL + match[0], text)
