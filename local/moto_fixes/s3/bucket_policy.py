"""moto decides by bucket policies itself, and wrongly: a Deny refuses every request, whoever asks and how.

moto 5.2.5, `s3/models.py: FakeBucket.get_permission` looks at neither principals nor conditions, so the
statement that refuses requests without TLS, which every careful template has, closes the bucket to all. Here
`local/permissions` has decided before moto is asked. Can go when moto lets its verdict be turned off.

Shown by test_a_bucket_s_policy_denies_whom_it_names_and_how_it_says
in tests/flow/local/test_permissions.py.
"""

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket

from local.moto_fixes.mend import replace


def install() -> None:
    """Mend moto."""
    replace(FakeBucket, "get_permission", _get_permission)


def _get_permission(_bucket: FakeBucket, _action: str, _resource: str) -> PermissionResult:
    return PermissionResult.NEUTRAL
