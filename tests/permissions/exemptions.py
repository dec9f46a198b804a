"""Permissions that no test can use, each with the reason. There are no others."""

from local.permissions import Permission

#: What Lambda wants a role to be allowed when the mapping of a stream is made, and the poller does without:
#: no stack starts where it is missing, so there is no test to miss it.
ASKED_AT_THE_START = frozenset(
    {
        "dynamodb:DescribeStream",
        "dynamodb:ListStreams",
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:ListShards",
    }
)


def exemption(permission: Permission) -> str | None:
    """Return why no test can use `permission`, None where one has to."""
    if permission.action.startswith("xray:"):
        return "tracing"
    if permission.action.startswith("logs:"):
        return "log delivery"
    if permission.holder.startswith(("kms key/", "sns ")):
        # Of the topic and its key, not of any role: CloudWatch publishes there, and raises no alarm here.
        return "alarms"
    if permission.action in ASKED_AT_THE_START:
        return "mappings of streams"
    return None
