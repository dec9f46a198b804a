"""State machines known by their names, for the kit's functions that ask how their executions stand."""

from aws_cdk import ArnFormat, Stack
from constructs import Construct

from infra.constructs.acknowledgement import acknowledge
from infra.constructs.python_function import PythonFunction
from infra.settings import Settings


def state_machine_arn(scope: Construct, *, settings: Settings, workflow: str) -> str:
    """The ARN of a workflow's state machine."""
    return Stack.of(scope).format_arn(
        service="states",
        resource="stateMachine",
        resource_name=settings.physical_name(workflow),
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )


def allow_describing(function: PythonFunction, *, settings: Settings, workflow: str) -> None:
    """Let a function ask how the executions of a workflow stand."""
    name = settings.physical_name(workflow)
    executions = Stack.of(function).format_arn(
        service="states",
        resource="execution",
        resource_name=f"{name}:*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    function.allow("states:DescribeExecution", on=[executions])
    acknowledge(
        function.role,
        "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>"
        f":execution:{name}:*]",
        "Executions are named when jobs come: the least that names them is their state machine.",
    )
