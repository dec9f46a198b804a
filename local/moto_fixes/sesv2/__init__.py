"""Mends of moto's SES, version 2: whose mail it takes, what becomes of it, and who hears of that."""

from local.moto_fixes.sesv2 import (
    account_details,
    configuration_sets,
    event_destinations,
    identities,
    sending,
    suppressed_destinations,
)


def install() -> None:
    """Mend SES."""
    for mend in (
        account_details,
        configuration_sets,
        event_destinations,
        identities,
        sending,
        suppressed_destinations,
    ):
        mend.install()
