"""What each operation needs: from a call to actions on resources, service by service.

As the Service Authorization Reference has them:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from collections.abc import Callable, Mapping

from local.permissions.call import ApiCall
from local.permissions.needs import (
    cognito,
    dynamodb,
    events,
    kinesis,
    kms,
    lambda_,
    logs,
    parameters,
    s3,
    ses,
    sns,
    sqs,
    states,
    sts,
    telemetry,
)
from local.permissions.refused import OperationNotMapped
from local.permissions.request import Need

#: By the service's name in signatures. Each returns None for an operation it does not know.
_SERVICES: Mapping[str, Callable[[ApiCall], tuple[Need, ...] | None]] = {
    "cognito-idp": cognito.needs,
    "dynamodb": dynamodb.needs,
    "events": events.needs,
    "kinesis": kinesis.needs,
    "kms": kms.needs,
    "lambda": lambda_.needs,
    "logs": logs.needs,
    "monitoring": telemetry.needs,
    "s3": s3.needs,
    "secretsmanager": parameters.needs,
    "ses": ses.needs,
    "sns": sns.needs,
    "sqs": sqs.needs,
    "ssm": parameters.needs,
    "states": states.needs,
    "sts": sts.needs,
    "xray": telemetry.needs,
}


def needs(call: ApiCall) -> tuple[Need, ...]:
    """Return every permission that `call` needs. Raises OperationNotMapped."""
    mapped = _SERVICES.get(call.service)
    found = None if mapped is None else mapped(call)
    if found is None:
        what = call.operation or f"{call.method} {call.path}"
        raise OperationNotMapped(
            f"nothing here says which permissions {call.service}'s {what} needs: "
            "add it to local/permissions/needs, or call it with the administrator's key and secret, test"
        )
    return found


__all__ = ["needs"]
