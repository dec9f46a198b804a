"""Accepts a finding of the security rules, beside the construct it is about, with the reason."""

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct


def acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    """Accept a finding.

    Args:
        construct: what the rule finds fault with; what is within it is meant too.
        rule: its id, such as "AwsSolutions-S1", or with the finding, "AwsSolutions-IAM5[Resource::*]".
        reason: why it is right as it is.
    """
    Validations.of(construct).acknowledge(Acknowledgment(id=rule, reason=reason))
