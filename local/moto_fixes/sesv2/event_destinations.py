"""moto knows no event destinations of version 2, and so nobody hears what becomes of a mail.

moto 5.2.5, `sesv2/responses.py: SESV2Response` cannot make one; version 1's are kept and never used. Here a
destination may be the default event bus. Others are refused: nothing would come to them. Can go when moto has
them.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSetEventDestination.html

Shown by test_a_bounce_comes_as_an_event_to_the_default_bus
in tests/conformance/ses/test_events.py.
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from moto.ses.models import ConfigurationSet
from moto.sesv2.responses import SESV2Response

from local.moto_fixes.mend import add
from local.moto_fixes.sesv2.configuration_sets import configuration_set
from local.moto_fixes.sesv2.refusal import Refusal, bad_request

#: What may be told, by SES's name for it, and the detail-type of its event.
DETAIL_TYPES: Final = {
    "SEND": "Email Sent",
    "DELIVERY": "Email Delivered",
    "BOUNCE": "Email Bounced",
    "COMPLAINT": "Email Complaint Received",
}
#: What never happens here, so that nobody would be told in vain.
_SILENT: Final = frozenset({"REJECT", "OPEN", "CLICK", "RENDERING_FAILURE", "DELIVERY_DELAY", "SUBSCRIPTION"})


def install() -> None:
    """Mend moto."""
    add(SESV2Response, "create_configuration_set_event_destination", _create)
    add(SESV2Response, "get_configuration_set_event_destinations", _list)
    add(SESV2Response, "delete_configuration_set_event_destination", _delete)


def destinations_of(found: ConfigurationSet) -> dict[str, Mapping[str, Any]]:
    """Return the event destinations of a configuration set, by name."""
    destinations: dict[str, Mapping[str, Any]] = vars(found).setdefault("event_destinations", {})
    return destinations


def _create(response: SESV2Response) -> str:
    found, asked = _configuration_set(response), json.loads(response.body)
    name, destination = asked["EventDestinationName"], asked["EventDestination"]
    if name in destinations_of(found):
        raise Refusal("AlreadyExistsException", f"Event destination {name} already exists.")
    if not destination.get("MatchingEventTypes"):
        raise bad_request("At least one matching event type must be specified.")
    for kind in destination["MatchingEventTypes"]:
        if kind not in DETAIL_TYPES and kind not in _SILENT:
            raise bad_request(f"{kind} is not an event type.")
    bus = destination.get("EventBridgeDestination", {}).get("EventBusArn")
    if bus is None:
        raise bad_request("the local runtime tells what becomes of a mail to the default event bus only")
    if bus.rpartition(":")[2] != "event-bus/default":
        raise bad_request("Only the default event bus is supported.")
    destinations_of(found)[name] = {"Name": name, "Enabled": False, **destination}
    return json.dumps({})


def _list(response: SESV2Response) -> str:
    found = _configuration_set(response)
    return json.dumps({"EventDestinations": list(destinations_of(found).values())})


def _delete(response: SESV2Response) -> str:
    found, name = _configuration_set(response), unquote(response.path.rpartition("/")[2])
    if destinations_of(found).pop(name, None) is None:
        raise Refusal("NotFoundException", f"Event destination {name} does not exist.")
    return json.dumps({})


def _configuration_set(response: SESV2Response) -> ConfigurationSet:
    name = unquote(response.path.partition("/configuration-sets/")[2].partition("/")[0])
    return configuration_set(response.sesv2_backend, name)
