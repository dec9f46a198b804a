"""Every permission that the account's roles and resources grant, used or not."""

from collections.abc import Iterator

from moto.awslambda.models import lambda_backends
from moto.events.models import events_backends
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from local.account import ACCOUNT_ID, REGION
from local.permissions.account import policies_of_resource, policies_of_role
from local.permissions.evaluation import Policy
from local.permissions.uses import Permission


def granted() -> frozenset[Permission]:
    """Return what is granted; what is denied grants nothing, nor does the trust in a role."""
    return frozenset(
        Permission(policy.holder, policy.name, statement.sid, action)
        for policy in _policies()
        for statement in policy.statements
        if statement.effect == "Allow"
        for action in (("NotAction",) if statement.actions.negated else statement.actions.patterns)
    )


def _policies() -> Iterator[Policy]:
    for role in iam_backends[ACCOUNT_ID]["aws"].roles.values():
        yield from policies_of_role(role)
    for arn in _resources():
        yield from policies_of_resource(arn)


def _resources() -> Iterator[str]:
    yield from (queue.queue_arn for queue in sqs_backends[ACCOUNT_ID][REGION].queues.values())
    yield from (function.function_arn for function in lambda_backends[ACCOUNT_ID][REGION].list_functions())
    yield from (bus.arn for bus in events_backends[ACCOUNT_ID][REGION].event_buses.values())
    yield from sns_backends[ACCOUNT_ID][REGION].topics
    yield from (key.arn for key in kms_backends[ACCOUNT_ID][REGION].keys.values())
    yield from (f"arn:aws:s3:::{name}" for name in s3_backends[ACCOUNT_ID]["aws"].buckets)
