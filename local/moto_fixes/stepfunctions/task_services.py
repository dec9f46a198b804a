"""moto's tasks call a service, and its errors, by the name a template has for it, which may not be boto3's.

moto 5.2.5, `state_task_service.py: StateTaskService._get_boto_service_name` and
`state_task_service_aws_sdk.py: StateTaskServiceAwsSdk._normalise_service_error_name`: eventbridge is called
"events" in boto3, and its errors EventBridge.… on AWS. Can go when moto knows both.

https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html

Shown by test_sdk_integrations_name_their_errors_after_their_service
in tests/conformance/stepfunctions/test_errors.py.
"""

import functools
import re
from typing import Final

import botocore.session
from botocore.exceptions import UnknownServiceError
from botocore.model import ServiceModel
from botocore.utils import EVENT_ALIASES
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
    StateTaskService,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (
    StateTaskServiceAwsSdk,
)

from local.moto_fixes.mend import replace

#: boto3's names by those of the AWS SDK integrations, where the two differ.
_BOTO3_NAMES: Final = {alias.replace("-", ""): name for name, alias in EVENT_ALIASES.items()} | {
    "states": "stepfunctions",
    "eventbridge": "events",
}
_ACRONYM: Final = re.compile(r"[A-Z]{2,}(?=\d|\b|$)|[A-Z]{2,}(?=[A-Z][a-z])")


def install() -> None:
    """Mend moto."""
    replace(StateTaskService, "_get_boto_service_name", _service_name)
    replace(StateTaskServiceAwsSdk, "_normalise_service_error_name", staticmethod(error_prefix))


def boto3_name(name: str) -> str:
    """Return boto3's name of the service a template calls `name`."""
    lower = name.lower()
    return _BOTO3_NAMES.get(lower, lower)


@functools.cache
def service_model(name: str) -> ServiceModel | None:
    """Return what botocore knows of the service a template calls `name`, None if there is no such service."""
    try:
        return botocore.session.get_session().get_service_model(boto3_name(name))
    except UnknownServiceError:
        return None


@functools.cache
def error_prefix(name: str) -> str:
    """Return what the errors of a service begin with: its name as in AWS's SDK for Java, as DynamoDb."""
    model = service_model(name)
    assert model is not None, "the definition was checked"
    return _ACRONYM.sub(lambda found: found[0].capitalize(), str(model.service_id)).replace(" ", "")


def _service_name(task: StateTaskService, boto_service_name: str | None = None) -> str:
    return boto3_name(boto_service_name or task.resource.api_name)
