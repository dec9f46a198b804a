"""Mends of moto's IAM."""

from local.moto_fixes.iam import policies_of_aws


def install() -> None:
    """Mend IAM."""
    policies_of_aws.install()
