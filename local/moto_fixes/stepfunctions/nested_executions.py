"""moto's startExecution.sync looks twice a second whether the nested execution has ended, and lets it run on.

moto 5.2.5, `state_task_service_sfn.py: StateTaskServiceSfn._build_sync_resolver` and `_build_sync2_resolver`.
Here the task is woken by the end, and stops the nested execution if it is itself stopped or timed out, as
AWS does. Can go when moto waits for the end.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html

Shown by test_waiting_for_a_nested_execution_costs_no_turns
in tests/flow/local/moto_fixes/test_stepfunctions_nested.py.
"""

from collections.abc import Callable
from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_task.credentials import StateCredentials
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceRuntimePart
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn import (
    StateTaskServiceSfn,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.endings import wait_while_running
from local.moto_fixes.stepfunctions.task_clients import client_for

_Resolver = Callable[[], Any]
_Build = Callable[..., _Resolver]


def install() -> None:
    """Mend moto."""
    for name in ("_build_sync_resolver", "_build_sync2_resolver"):
        replace(StateTaskServiceSfn, name, _waiting(getattr(StateTaskServiceSfn, name)))


def _waiting(build: _Build) -> _Build:
    def build_resolver(
        task: StateTaskServiceSfn,
        env: Environment,
        resource_runtime_part: ResourceRuntimePart,
        normalised_parameters: dict[str, Any],
        state_credentials: StateCredentials,
    ) -> _Resolver:
        arn = env.stack[-1]["ExecutionArn"]
        describe = build(task, env, resource_runtime_part, normalised_parameters, state_credentials)
        details = env.aws_execution_details
        execution = stepfunctions_parser_backends[details.account][details.region].describe_execution(arn)
        assert isinstance(execution, Execution), "the interpreter's backend makes executions that run"

        def resolve() -> Any:
            if wait_while_running(env, execution):
                return describe()
            client = client_for(details.region, "stepfunctions", state_credentials)
            return client.stop_execution(executionArn=arn) and None

        return resolve

    return build_resolver
