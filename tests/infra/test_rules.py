"""What others look for in a template: CloudFormation's own rules, and AWS's security rules."""

import pytest
from aws_cdk import Stack
from aws_cdk.aws_sqs import Queue
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint_file  # type: ignore[import-untyped]  # it has no type hints

from infra.catalog import CATALOG
from tests.infra.synthesis import Synthesis

NOISE = {
    "W3005"  # The CDK writes a DependsOn that a GetAtt implies anyway.
}


@pytest.mark.parametrize(
    "stack", ["Offload-dev-Data", "Offload-dev", *(f"Offload-dev-{entry.camel_name}" for entry in CATALOG)]
)
def test_cfn_lint_finds_nothing(synthesis: Synthesis, stack: str) -> None:
    found = lint_file(synthesis.outdir / f"{stack}.template.json")
    assert [str(match) for match in found if match.rule.id not in NOISE] == []


def test_the_security_rules_find_nothing_unexplained(synthesis: Synthesis) -> None:
    for stack in synthesis.stacks:
        assert _findings(stack) == []


def test_the_security_rules_would_find_an_unguarded_queue() -> None:
    stack = Stack()
    Queue(stack, "Unguarded")
    assert _findings(stack) == ["AwsSolutions-SQS3", "AwsSolutions-SQS4"]


def _findings(stack: Stack) -> list[str]:
    report = AwsSolutionsChecks(stack).validate_scope(stack)
    return sorted(violation.rule_name for violation in report.violations)
