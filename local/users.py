"""The people of the local stack: who they are, the keys they sign with, and what they may call.

The keys are for this machine only and documented for everyone to copy; AWS knows none of them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moto.iam.models import iam_backends

from local.account import ACCOUNT_ID, REGION

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient


@dataclass(frozen=True)
class User:
    """Somebody who may call the API.

    Attributes:
        user_id: the unique id that IAM never gives to anyone else, what `$context.identity.user` holds.
        arn: what `$context.identity.userArn` holds.
        may: the methods they may call, as `{verb}/{path}` with `*` for anything.
        may_not: methods that they may not call all the same.
        groups: the groups they are in where the stage has a user pool.
        about: who they are, in a few words.
    """

    name: str
    access_key: str
    secret_key: str
    user_id: str
    arn: str
    about: str = "a caller"
    may: Sequence[str] = ("*",)
    may_not: Sequence[str] = ()
    groups: Sequence[str] = ()

    @property
    def account_id(self) -> str:
        """The account the user belongs to."""
        return self.arn.split(":")[4]


#: What only an approver may do, and what only a carrier may.
APPROVALS = ("GET/approvals", "POST/approvals/*")
DELIVERIES = ("GET/deliveries", "POST/deliveries/*")

ALICE = User(
    name="alice",
    access_key="AKIAALICEALICEALICE2",
    secret_key="aliceLocalOnlyaliceLocalOnlyEXAMPLEKEY22",
    user_id="AIDAALICEALICEALICE22",
    arn=f"arn:aws:iam::{ACCOUNT_ID}:user/alice",
    about="a customer",
    may_not=(*APPROVALS, *DELIVERIES),
)
BOB = User(
    name="bob",
    access_key="AKIABOBBOBBOBBOBBOB2",
    secret_key="bobLocalOnlybobLocalOnlybobEXAMPLEKEY222",
    user_id="AIDABOBBOBBOBBOBBOB22",
    arn=f"arn:aws:iam::{ACCOUNT_ID}:user/bob",
    about="a customer, too",
    may_not=(*APPROVALS, *DELIVERIES),
)
CAROL = User(
    name="carol",
    access_key="AKIACAROLCAROLCAROL2",
    secret_key="carolLocalOnlycarolLocalOnlyEXAMPLEKEY22",
    user_id="AIDACAROLCAROLCAROL22",
    arn=f"arn:aws:iam::{ACCOUNT_ID}:user/carol",
    about="approves orders",
    may=(*APPROVALS, "*/jobs*"),
    groups=("approvers",),
)
CARRIER = User(
    name="carrier",
    access_key="AKIACARRIERCARRIER22",
    secret_key="carrierLocalOnlycarrierLocalOnlyEXAMPLE2",
    user_id="AIDACARRIERCARRIER222",
    arn=f"arn:aws:iam::{ACCOUNT_ID}:user/carrier",
    about="brings parcels",
    may=DELIVERIES,
    groups=("carriers",),
)
USERS = (ALICE, BOB, CAROL, CARRIER)


def register(iam: "IAMClient", users: tuple[User, ...] = USERS) -> None:
    """Make the users known to moto's IAM, so that every client sees them under their ids and keys."""
    for user in users:
        iam.create_user(UserName=user.name)
        iam.put_user_policy(UserName=user.name, PolicyName="call-apis", PolicyDocument=_policy(user))
        # IAM gives ids and keys at random, and no call of it can choose them.
        backend = iam_backends[user.account_id]["aws"]
        backend.users[user.name].id = user.user_id
        key = backend.create_access_key(user.name)
        backend.access_keys[user.access_key] = backend.access_keys.pop(key.access_key_id)
        key.access_key_id, key.secret_access_key = user.access_key, user.secret_key


def _policy(user: User) -> str:
    """Return what a user may call, in any stage of any API of the account, by the ARNs of methods.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
    """
    statements = [
        {
            "Effect": effect,
            "Action": "execute-api:Invoke",
            "Resource": [f"arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:*/*/{method}" for method in methods],
        }
        for effect, methods in (("Allow", user.may), ("Deny", user.may_not))
        if methods
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
