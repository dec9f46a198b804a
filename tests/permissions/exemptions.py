"""Permissions that no test can use, each with the reason. There are no others."""

from local.permissions import Permission


def exemption(permission: Permission) -> str | None:
    """Return why no test can use `permission`, None where one has to."""
    if permission.action.startswith("xray:"):
        return "tracing"
    if permission.action.startswith("logs:"):
        return "log delivery"
    if permission.holder.startswith(("kms key/", "sns ")):
        # Of the topic and its key, not of any role: CloudWatch publishes there, and raises no alarm here.
        return "alarms"
    return None
