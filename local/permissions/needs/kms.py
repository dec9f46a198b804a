"""KMS: keys, by id, ARN or alias.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
"""

from moto.kms.models import kms_backends

from local.account import ACCOUNT_ID
from local.permissions.call import ApiCall
from local.permissions.request import Need

_ON_A_KEY = frozenset({"Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "Sign", "Verify"})


def needs(call: ApiCall) -> tuple[Need, ...] | None:
    """Return what `call` needs; a Decrypt that names no key is not mapped."""
    key = call.parameters.get("KeyId")
    if call.operation not in _ON_A_KEY or key is None:
        return None
    name = key.partition("key/")[2] or key
    if "alias/" in name:
        alias = name[name.index("alias/") :]
        name = kms_backends[ACCOUNT_ID][call.region].get_key_id_from_alias(alias) or name
    return (Need(f"kms:{call.operation}", call.arn("kms", f"key/{name}")),)
