"""CloudWatch Logs, for those who write.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
"""

from local.permissions.call import ApiCall
from local.permissions.request import Need


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs."""
    if call.operation not in ("CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents"):
        return None
    group = f"log-group:{call.parameters['logGroupName']}"
    # Below a group is everything but the group itself, which has an ARN that ends so, too.
    stream = f"log-stream:{call.parameters['logStreamName']}" if call.operation == "PutLogEvents" else ""
    return (Need(f"logs:{call.operation}", call.arn("logs", f"{group}:{stream}")),)
