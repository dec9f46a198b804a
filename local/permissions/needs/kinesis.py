"""Kinesis: streams, by name, ARN or an iterator.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesis.html
"""

from local.permissions.call import ApiCall
from local.permissions.request import Need

_ON_A_STREAM = frozenset(
    {"DescribeStream", "DescribeStreamSummary", "GetShardIterator", "ListShards", "PutRecord", "PutRecords"}
)


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs."""
    parameters = call.parameters
    if call.operation == "GetRecords" and "StreamARN" in parameters:
        return (Need("kinesis:GetRecords", parameters["StreamARN"]),)
    if call.operation not in _ON_A_STREAM or not parameters.keys() & {"StreamARN", "StreamName"}:
        return None
    arn = parameters.get("StreamARN") or call.arn("kinesis", f"stream/{parameters['StreamName']}")
    return (Need(f"kinesis:{call.operation}", arn),)
