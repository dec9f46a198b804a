"""STS: taking on a role, and asking who one is.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
"""

from local.permissions.call import ApiCall
from local.permissions.request import Need


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs; everybody may ask who they are."""
    match call.operation:
        case "GetCallerIdentity":
            return ()
        case "AssumeRole":
            session = {"sts:rolesessionname": (str(call.parameters.get("RoleSessionName", "")),)}
            return (Need("sts:AssumeRole", call.parameters["RoleArn"], session),)
    return None
