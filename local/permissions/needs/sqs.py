"""SQS. A batch needs what its single operation needs.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
"""

from urllib.parse import urlsplit

from local.permissions.call import ApiCall
from local.permissions.request import Need

_ON_A_QUEUE = frozenset(
    {
        "AddPermission",
        "ChangeMessageVisibility",
        "DeleteMessage",
        "DeleteQueue",
        "GetQueueAttributes",
        "ListDeadLetterSourceQueues",
        "ListQueueTags",
        "PurgeQueue",
        "ReceiveMessage",
        "RemovePermission",
        "SendMessage",
        "SetQueueAttributes",
        "TagQueue",
        "UntagQueue",
    }
)


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs."""
    operation = call.operation.removesuffix("Batch")
    match operation:
        case "ListQueues":
            return (Need("sqs:ListQueues", "*"),)
        case "CreateQueue" | "GetQueueUrl":
            return (Need(f"sqs:{operation}", call.arn("sqs", call.parameters["QueueName"])),)
        case "StartMessageMoveTask":
            return _move(call)
        case "ListMessageMoveTasks":
            return (Need(f"sqs:{operation}", call.parameters["SourceArn"]),)
        case _ if operation in _ON_A_QUEUE:
            return (Need(f"sqs:{operation}", call.arn("sqs", _queue(call))),)
    return None


def _queue(call: ApiCall) -> str:
    url: str = call.parameters.get("QueueUrl") or call.request.url
    return urlsplit(url).path.rpartition("/")[2]


def _move(call: ApiCall) -> tuple[Need, ...]:
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
    source = call.parameters["SourceArn"]
    on_source = ("StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
    destination = call.parameters.get("DestinationArn")
    needed = [Need(f"sqs:{action}", source) for action in on_source]
    # Without a destination each message goes back to where it came from: SQS asks as it goes.
    return (*needed, Need("sqs:SendMessage", destination)) if destination else tuple(needed)
