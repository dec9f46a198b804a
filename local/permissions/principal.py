"""Who makes a call: a user, a session of a role, an AWS service, the administrator, or nobody known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.account import ACCOUNT_ID


@dataclass(frozen=True)
class Principal:
    """Somebody who makes a call.

    Attributes:
        arn: what messages call it.
        names: the ARNs by which the Principal element of a policy names it itself.
        service: the AWS service it is, such as "events.amazonaws.com"; "" for anybody else.
        user: the name of the IAM user it is, if any.
        role: the name of the IAM role it has taken on, if any.
        account: it belongs to; "" for a service and for nobody known.
        user_id: the unique id of the user, or of the role with the session's name.
        keys: the condition keys that tell of it, in lower case.
        is_administrator: may do everything, as the account's own user may.
    """

    arn: str
    names: tuple[str, ...] = ()
    service: str = ""
    user: str = ""
    role: str = ""
    account: str = ""
    user_id: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    is_administrator: bool = False


ADMINISTRATOR = Principal(
    f"arn:aws:iam::{ACCOUNT_ID}:root",
    account=ACCOUNT_ID,
    user_id=ACCOUNT_ID,
    keys={
        "aws:principalarn": (f"arn:aws:iam::{ACCOUNT_ID}:root",),
        "aws:principalaccount": (ACCOUNT_ID,),
        "aws:principaltype": ("Account",),
    },
    is_administrator=True,
)
"""The one whose keys nobody knows: whoever runs the stack."""

ANONYMOUS = Principal(
    "anonymous",
    user_id="anonymous",
    keys={"aws:principaltype": ("Anonymous",), "aws:userid": ("anonymous",)},
)
"""The one who signs nothing."""


def iam_user(name: str, *, arn: str, user_id: str) -> Principal:
    """Return an IAM user as a principal."""
    return Principal(
        arn,
        names=(arn,),
        user=name,
        account=ACCOUNT_ID,
        user_id=user_id,
        keys={
            "aws:principalarn": (arn,),
            "aws:principalaccount": (ACCOUNT_ID,),
            "aws:principaltype": ("User",),
            "aws:username": (name,),
            "aws:userid": (user_id,),
        },
    )


def role_session(role_arn: str, session: str, *, role_id: str = "") -> Principal:
    """Return a session of a role as a principal.

    Args:
        role_arn: of the role, with its path.
        session: its name; a function's has the function's.
        role_id: the role's unique id.
    """
    name = role_arn.rpartition("/")[2]
    arn = f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{name}/{session}"
    return Principal(
        arn,
        names=(role_arn, arn),
        role=name,
        account=ACCOUNT_ID,
        user_id=f"{role_id}:{session}",
        keys={
            # The role's ARN, not the session's.
            "aws:principalarn": (role_arn,),
            "aws:principalaccount": (ACCOUNT_ID,),
            "aws:principaltype": ("AssumedRole",),
            "aws:userid": (f"{role_id}:{session}",),
        },
    )


def service_principal(name: str, *, source_arn: str) -> Principal:
    """Return an AWS service as a principal, which calls for a resource of this account.

    Args:
        name: such as "events.amazonaws.com".
        source_arn: of the resource it calls for, such as a rule.
    """
    return Principal(
        name,
        service=name,
        keys={
            "aws:sourcearn": (source_arn,),
            "aws:sourceaccount": (ACCOUNT_ID,),
            "aws:principalisawsservice": ("true",),
            "aws:principalservicename": (name,),
            "aws:principalservicenameslist": (name,),
            "aws:principaltype": ("AWSService",),
        },
    )
