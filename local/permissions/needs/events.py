"""EventBridge, for those who publish.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
"""

from local.permissions.call import ApiCall
from local.permissions.request import Need


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs: the bus of each entry."""
    if call.operation != "PutEvents":
        return None
    return tuple(
        Need(
            "events:PutEvents",
            bus if bus.startswith("arn:") else call.arn("events", f"event-bus/{bus}"),
            {
                "events:source": (entry.get("Source", ""),),
                "events:detail-type": (entry.get("DetailType", ""),),
            },
        )
        for entry in call.parameters["Entries"]
        for bus in (entry.get("EventBusName") or "default",)
    )
