"""Flaw of moto 5.2.5: a Deny in a bucket policy refuses every request, whatever its condition says.

So the statement that refuses requests without TLS, which every careful template has, closes the bucket to
all. Requests count as made with TLS here: links lead to 127.0.0.1, nothing leaves the machine. The file can
go when `FakeBucket.get_permission` (moto/s3/models.py) looks at conditions.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
"""

import json

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket

from local.moto_fixes.mend import replace

#: The condition that no request with TLS meets.
_WITHOUT_TLS = {"Bool": {"aws:SecureTransport": "false"}}


def install() -> None:
    """Leave statements about requests without TLS out of the verdict."""
    replace(FakeBucket, "get_permission", _get_permission)


def _get_permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    if self.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(self.policy)
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    policy["Statement"] = [each for each in statements if each.get("Condition") != _WITHOUT_TLS]
    return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)
