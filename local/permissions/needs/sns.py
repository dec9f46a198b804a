"""SNS, for those who publish.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
"""

from local.permissions.call import ApiCall
from local.permissions.request import Need


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs; a batch needs what its single operation needs."""
    topic = call.parameters.get("TopicArn") or call.parameters.get("TargetArn")
    if call.operation not in ("Publish", "PublishBatch") or topic is None:
        return None
    return (Need("sns:Publish", topic),)
