"""Every AWS call of a task passes here: `client_for` gives the client that makes it.

moto 5.2.5, `asl/utils/boto_client.py: boto_client_for` makes a client a task, drops the role of the task (the
state machine's own, or that of its Credentials), and lets botocore check no parameters. Here a client is kept
for each service and region, and calls in a session of that role. Can go when moto's is.
`benchmarks/moto_fixes` measures it.

https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html

Shown by test_a_definition_is_parsed_and_a_client_made_once
in tests/flow/local/moto_fixes/test_speed.py.
"""

from typing import Any, Final

import boto3
from botocore.config import Config
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.exec.state_task.credentials import StateCredentials
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_aws_sdk,
    state_task_service_dynamodb,
    state_task_service_events,
    state_task_service_sfn,
    state_task_service_sns,
    state_task_service_sqs,
)

from local.moto_fixes.mend import replace
from local.permissions import client_of, role_session

#: A task is tried once; to try again is what Retry is for.
_ONE_ATTEMPT: Final = Config(retries={"total_max_attempts": 1})

#: What Step Functions calls its sessions is random on AWS.
SESSION: Final = "step-functions"

#: boto3 makes the classes of clients at run time.
_clients: dict[tuple[str, str], Any] = {}


def install() -> None:
    """Mend moto."""
    for module in (
        lambda_eval_utils,
        state_task_service_aws_sdk,
        state_task_service_dynamodb,
        state_task_service_events,
        state_task_service_sfn,
        state_task_service_sns,
        state_task_service_sqs,
    ):
        replace(module, "boto_client_for", client_for)


def client_for(region: str, service: str, state_credentials: StateCredentials) -> Any:
    """Return the client with which tasks that run as a role call a service (boto3's name) in a region."""
    key = (service, region)
    if key not in _clients:
        _clients[key] = boto3.client(  # type: ignore[call-overload]  # a service by its name
            service,
            region_name=region,
            aws_access_key_id="states",
            aws_secret_access_key="states",
            config=_ONE_ATTEMPT,
        )
    session = role_session(state_credentials.role_arn, SESSION)
    return client_of(_clients[key], lambda: session)


def forget() -> None:
    """Make clients anew, with the handlers botocore has by now."""
    _clients.clear()
