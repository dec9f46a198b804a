"""moto knows the policies that AWS itself keeps only if it reads all 1,400 of them at each start.

moto 5.2.5, `iam/models.py: IAMBackend._init_aws_policies` does that, in half a second, or not at all; then a
role cannot have one. Here the one that is attached is read. Can go when moto reads them one by one.

Shown by test_a_role_has_its_trust_and_its_policies
in tests/flow/local/provision/test_provision_iam.py.
"""

import json
from collections.abc import Callable

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend

from local.moto_fixes.mend import replace

_OF_AWS = "arn:aws:iam::aws:policy/"

Attach = Callable[[IAMBackend, str, str], None]


def install() -> None:
    """Mend moto."""
    for name in ("attach_group_policy", "attach_role_policy", "attach_user_policy"):
        replace(IAMBackend, name, _knowing(getattr(IAMBackend, name)))


def _knowing(attach: Attach) -> Attach:
    def attach_known(backend: IAMBackend, policy_arn: str, holder: str) -> None:
        if policy_arn.startswith(_OF_AWS) and policy_arn not in backend.managed_policies:
            policy = _read(backend, policy_arn.rpartition("/")[2])
            if policy is not None and policy.arn == policy_arn:
                backend.managed_policies[policy_arn] = policy
        attach(backend, policy_arn, holder)

    return attach_known


def _read(backend: IAMBackend, name: str) -> AWSManagedPolicy | None:
    key = f'\n "{name}":'
    place = aws_managed_policies_data.find(key)
    if place < 0:
        return None
    data, _ = json.JSONDecoder().raw_decode(aws_managed_policies_data, place + len(key))
    return AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, data)
