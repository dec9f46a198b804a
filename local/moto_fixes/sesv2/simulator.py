"""SES's mailbox simulator: addresses to which something happens on purpose.

https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
"""

import re
from typing import Literal

from local.moto_fixes.sesv2.addresses import bare

Fate = Literal["success", "bounce", "ooto", "complaint", "suppressionlist"]

_SIMULATED = re.compile(
    r"(success|bounce|ooto|complaint|suppressionlist)(\+[^@]*)?@simulator\.amazonses\.com", re.IGNORECASE
)


def simulated_fate(address: str) -> Fate | None:
    """Return what happens to mail to an address, None if it is not the simulator's. It may have a label."""
    found = _SIMULATED.fullmatch(bare(address))
    return None if found is None else found[1].lower()  # type: ignore[return-value]  # the pattern's words


def is_simulated(address: str) -> bool:
    """Tell whether an address is the simulator's: nobody has to agree to mail there."""
    return bare(address).lower().endswith("@simulator.amazonses.com")
