"""A job type that a state machine does: its queue feeds a starter, the state machine calls the steps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.constructs.acknowledgement import acknowledge
from infra.constructs.log_group import make_log_group
from infra.constructs.permissions import allow, allow_objects
from infra.constructs.python_function import PythonFunction
from infra.constructs.work_queue import WorkQueue
from infra.workload.grant import Surroundings
from infra.workload.job_types import Step, WorkflowType
from infra.workload.workload import FUNCTIONS


@dataclass(frozen=True)
class _StateMachineRole:
    """The role of a state machine, as grants are given to it."""

    role: iam.Role

    def allow(
        self, *actions: str, on: list[str], only_if: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """Let the state machine do these actions on these resources (ARNs), and on nothing else."""
        allow(self.role, *actions, on=on, only_if=only_if)

    def allow_objects(self, action: str, *, bucket: s3.IBucket, prefix: str) -> None:
        """Let it do an action on the objects of a bucket under a prefix."""
        allow_objects(self.role, action, bucket=bucket, prefix=prefix)

    def tell(self, **environment: str) -> None:
        """Tell it nothing: a state machine has no environment, its steps tell it what it has to know."""


class Workflow(Construct):
    """The queue, the DLQ, the starter, the state machine and the steps of one job type.

    Args:
        job_type: the entry of the catalog.
        surroundings: what its workload has around it.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        job_type: WorkflowType,
        surroundings: Surroundings,
    ) -> None:
        super().__init__(scope, construct_id)
        self._job_type, self._surroundings = job_type, surroundings
        self._foundation = surroundings.foundation
        self._name = self._foundation.settings.physical_name(job_type.name)
        steps = {step.name: self._step(step) for step in job_type.steps}
        self.state_machine = self._state_machine(steps)
        work = WorkQueue(
            self,
            "Work",
            foundation=self._foundation,
            job_type=job_type,
            ordered=False,
            short_name=f"{job_type.name}-starter",
            module="starter.handler",
            environment={"STATE_MACHINE_ARN": self.state_machine.state_machine_arn},
        )
        work.consumer.allow("states:StartExecution", on=[self.state_machine.state_machine_arn])

    def _step(self, step: Step) -> PythonFunction:
        job_store = self._foundation.job_store
        function = PythonFunction(
            self,
            step.name.title(),
            foundation=self._foundation,
            short_name=f"{self._job_type.name}-{step.name}",
            module=f"{self._surroundings.workload}.{step.name}",
            timeout_seconds=step.timeout_seconds,
            memory_mb=step.memory_mb,
            environment=step.environment,
            # A declined card is an error of its step, and the state machine's to handle.
            alarming=False,
        )
        if step.reads_job:
            function.allow("dynamodb:GetItem", on=[job_store.table_arn])
            function.tell(JOB_TABLE=job_store.table_name)
        for grant in step.grants:
            grant.give(function, self._surroundings)
        return function

    def _state_machine(self, steps: dict[str, PythonFunction]) -> sfn.StateMachine:
        path = FUNCTIONS / self._surroundings.workload / self._job_type.definition
        # Compact: CloudFormation takes a definition to 51,200 bytes, and comments and blanks are none of it.
        definition = json.dumps(json.loads(path.read_text()), separators=(",", ":"))
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
            allow(role, "lambda:InvokeFunction", on=[handler.function.function_arn])
        for grant in self._job_type.grants:
            grant.give(_StateMachineRole(role), self._surroundings)
        acknowledge(
            role,
            "AwsSolutions-IAM5[Resource::*]",
            "X-Ray and the delivery of vended logs know no resources: "
            "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
        )
        return machine
