"""Headers: texts of a stranger's on one line, where a second line would be a header of their own.

The contract lets no line's end in already. This is the wall behind it, for what templates make of a text.
"""

import re
from email.utils import formataddr
from typing import Final

from functions.email.errors import HeaderInjection

_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text: str) -> str:
    """Return a text as a header may hold it, without spaces around it. Raises HeaderInjection."""
    found = _BREAKS.search(text)
    if found is not None:
        raise HeaderInjection(f"a header may not hold the character U+{ord(found[0]):04X}")
    return text.strip()


def mailbox(name: str, address: str) -> str:
    """Return `Name <address>` in ASCII: quoted, or as an encoded word, where the name needs it.

    SES takes seven bits only in an address. Raises HeaderInjection.
    """
    return formataddr((one_line(name), one_line(address)), charset="utf-8")
