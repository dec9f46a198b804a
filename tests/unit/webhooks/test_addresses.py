"""Addresses: what a URL's text lets through is still looked up, and called only where it is public."""

import pytest

from functions.webhooks.addresses import Forbidden, Place, look_up

NOBODY: frozenset[str] = frozenset()


def test_a_name_that_leads_into_our_own_network_is_refused_when_it_is_looked_up() -> None:
    with pytest.raises(Forbidden, match="not on the public internet"):
        look_up("https://localhost/hook", NOBODY)


def test_a_trusted_origin_may_be_private_and_plain_and_no_other_port_of_it() -> None:
    trusted = frozenset({"http://127.0.0.1:8001"})
    place = look_up("http://127.0.0.1:8001/hooks/mine?a=1", trusted)
    assert place == Place("http", "127.0.0.1", "127.0.0.1", 8001, "/hooks/mine?a=1")
    with pytest.raises(Forbidden, match="https"):
        look_up("http://127.0.0.1:8002/hooks/mine", trusted)
