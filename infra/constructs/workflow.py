"""A job type that a state machine does: its queue feeds a starter, the state machine calls the steps."""

import json

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.constructs.acknowledgement import acknowledge
from infra.constructs.foundation import Foundation
from infra.constructs.job_queue import JobQueue
from infra.constructs.log_group import make_log_group
from infra.constructs.python_function import PythonFunction
from infra.constructs.work_queue import WorkQueue
from infra.job_types import Step, WorkflowType


class Workflow(Construct):
    """The queue, the DLQ, the starter, the state machine and the steps of one job type.

    Args:
        foundation: what every part stands on.
        job_type: the entry of the catalog.
        intake: the intake queue.
        step_table: the workflow's own table.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        job_type: WorkflowType,
        intake: JobQueue,
        step_table: dynamodb.ITable,
    ) -> None:
        super().__init__(scope, construct_id)
        self._foundation, self._job_type, self._step_table = foundation, job_type, step_table
        self._name = foundation.settings.physical_name(job_type.name)
        steps = {step.name: self._step(step) for step in job_type.steps}
        self.state_machine = self._state_machine(steps)
        work = WorkQueue(
            self,
            "Work",
            foundation=foundation,
            job_type=job_type,
            intake=intake,
            ordered=False,
            short_name=f"{job_type.name}-starter",
            module="starter.handler",
            environment={"STATE_MACHINE_ARN": self.state_machine.state_machine_arn},
        )
        work.consumer.allow("states:StartExecution", on=[self.state_machine.state_machine_arn])
        self.source = work.source

    def allow_describing(self, function: PythonFunction) -> None:
        """Let a function ask how the executions of the state machine stand."""
        executions = Stack.of(self).format_arn(
            service="states",
            resource="execution",
            resource_name=f"{self._name}:*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        function.allow("states:DescribeExecution", on=[executions])
        acknowledge(
            function.role,
            "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>"
            f":execution:{self._name}:*]",
            "Executions are named when jobs come: the least that names them is their state machine.",
        )

    def _step(self, step: Step) -> PythonFunction:
        job_store = self._foundation.job_store
        function = PythonFunction(
            self,
            step.name.title(),
            foundation=self._foundation,
            short_name=f"{self._job_type.name}-{step.name}",
            module=f"{self._job_type.name}.{step.name}",
            timeout_seconds=step.timeout_seconds,
            memory_mb=step.memory_mb,
            environment={"JOB_TABLE": job_store.table_name, "STEP_TABLE": self._step_table.table_name},
            # A declined card is an error of its step, and the state machine's to handle.
            alarming=False,
        )
        if step.reads_job:
            function.allow("dynamodb:GetItem", on=[job_store.table_arn])
        actions = [f"dynamodb:{action}" for action in step.table_actions]
        function.allow(*actions, on=[self._step_table.table_arn])
        return function

    def _state_machine(self, steps: dict[str, PythonFunction]) -> sfn.StateMachine:
        # Compact: CloudFormation takes a definition to 51,200 bytes, and comments and blanks are none of it.
        definition = json.dumps(json.loads(self._job_type.definition_path.read_text()), separators=(",", ":"))
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com"))
        machine = sfn.StateMachine(
            self,
            "StateMachine",
            state_machine_name=self._name,
            definition_body=sfn.DefinitionBody.from_string(definition),
            definition_substitutions={step: handler.function.function_arn for step, handler in steps.items()},
            role=role,
            tracing_enabled=True,
            logs=sfn.LogOptions(
                # The prefix keeps CloudWatch's resource policy from growing with each state machine.
                # https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
                destination=make_log_group(
                    self,
                    "Logs",
                    settings=self._foundation.settings,
                    name=f"/aws/vendedlogs/states/{self._name}",
                ),
                level=sfn.LogLevel.ALL,
                include_execution_data=False,
            ),
            removal_policy=RemovalPolicy.DESTROY,
        )
        for handler in steps.values():
            iam.Grant.add_to_principal(
                grantee=role, actions=["lambda:InvokeFunction"], resource_arns=[handler.function.function_arn]
            )
        acknowledge(
            role,
            "AwsSolutions-IAM5[Resource::*]",
            "X-Ray and the delivery of vended logs know no resources: "
            "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
        )
        return machine
