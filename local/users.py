"""The two people of the local stack: who they are and the keys they sign with.

The keys are for this machine only and documented for everyone to copy; AWS knows none of them.
"""

import json
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
    """

    name: str
    access_key: str
    secret_key: str
    user_id: str
    arn: str

    @property
    def account_id(self) -> str:
        """The account the user belongs to."""
        return self.arn.split(":")[4]


ALICE = User(
    name="alice",
    access_key="AKIAALICEALICEALICE2",
    secret_key="aliceLocalOnlyaliceLocalOnlyEXAMPLEKEY22",
    user_id="AIDAALICEALICEALICE22",
    arn=f"arn:aws:iam::{ACCOUNT_ID}:user/alice",
)
BOB = User(
    name="bob",
    access_key="AKIABOBBOBBOBBOBBOB2",
    secret_key="bobLocalOnlybobLocalOnlybobEXAMPLEKEY222",
    user_id="AIDABOBBOBBOBBOBBOB22",
    arn=f"arn:aws:iam::{ACCOUNT_ID}:user/bob",
)
USERS = (ALICE, BOB)

#: What they may do: call the APIs of the account, as AWS's own AmazonAPIGatewayInvokeFullAccess lets them.
_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "execute-api:Invoke",
            "Resource": f"arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:*",
        }
    ],
}


def register(iam: "IAMClient", users: tuple[User, ...] = USERS) -> None:
    """Make the users known to moto's IAM, so that every client sees them under their ids and keys."""
    for user in users:
        iam.create_user(UserName=user.name)
        iam.put_user_policy(UserName=user.name, PolicyName="call-apis", PolicyDocument=json.dumps(_POLICY))
        # IAM gives ids and keys at random, and no call of it can choose them.
        backend = iam_backends[user.account_id]["aws"]
        backend.users[user.name].id = user.user_id
        key = backend.create_access_key(user.name)
        backend.access_keys[user.access_key] = backend.access_keys.pop(key.access_key_id)
        key.access_key_id, key.secret_access_key = user.access_key, user.secret_key
