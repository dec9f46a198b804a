"""moto calls other services in nobody's name, whatever role the state machine has.

moto 5.2.5, `stepfunctions/parser/asl/utils/boto_client.py: boto_client_for` gets the role of a task (the
state machine's own, or that of the task's Credentials) and drops it. Here a task makes its calls in a session
of that role. Can go when moto signs with the role's credentials.

https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
"""

from types import ModuleType

from botocore.client import BaseClient
from moto.stepfunctions.parser.asl.component.state.exec.state_map.item_reader.eval import (
    resource_eval_s3 as reader_s3,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer.resource_eval import (
    resource_eval_s3 as writer_s3,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.exec.state_task.credentials import StateCredentials
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_aws_sdk,
    state_task_service_batch,
    state_task_service_dynamodb,
    state_task_service_ecs,
    state_task_service_events,
    state_task_service_glue,
    state_task_service_sfn,
    state_task_service_sns,
    state_task_service_sqs,
    state_task_service_unsupported,
)
from moto.stepfunctions.parser.asl.utils.boto_client import boto_client_for

from local.moto_fixes.mend import replace
from local.permissions import client_of, role_session

#: Modules that make clients for a task.
_MAKE_CLIENTS: tuple[ModuleType, ...] = (
    lambda_eval_utils,
    reader_s3,
    state_task_service_aws_sdk,
    state_task_service_batch,
    state_task_service_dynamodb,
    state_task_service_ecs,
    state_task_service_events,
    state_task_service_glue,
    state_task_service_sfn,
    state_task_service_sns,
    state_task_service_sqs,
    state_task_service_unsupported,
    writer_s3,
)

#: What Step Functions calls its sessions is random on AWS.
_SESSION = "step-functions"


def install() -> None:
    """Mend moto."""
    for module in _MAKE_CLIENTS:
        replace(module, "boto_client_for", _client_of_role)


def _client_of_role(region: str, service: str, state_credentials: StateCredentials) -> BaseClient:
    return client_of(
        boto_client_for(region, service), lambda: role_session(state_credentials.role_arn, _SESSION)
    )
