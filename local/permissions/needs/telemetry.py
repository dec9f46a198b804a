"""Traces (X-Ray) and metrics (CloudWatch), which know no resources.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
"""

from local.permissions.call import ApiCall
from local.permissions.request import Need

_XRAY = {
    "/TraceSegments": "PutTraceSegments",
    "/TelemetryRecords": "PutTelemetryRecords",
    "/GetSamplingRules": "GetSamplingRules",
    "/SamplingTargets": "GetSamplingTargets",
}


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs."""
    if call.service == "xray":
        return (Need(f"xray:{_XRAY[call.path]}", "*"),) if call.path in _XRAY else None
    # Its newest protocol names the operation at the end of the path.
    operation = call.operation or call.path.rpartition("/operation/")[2]
    return (Need("cloudwatch:PutMetricData", "*"),) if operation == "PutMetricData" else None
