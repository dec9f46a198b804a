"""Access keys: whose they are, with what secret they sign, and new ones for whoever takes on a role.

A key nobody gave out is the administrator's: the stack runs on one machine, for whoever runs it.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp.html
"""

from dataclasses import dataclass

from moto.iam.models import iam_backends
from moto.sts.models import AssumedRole, sts_backends

from local.account import ACCOUNT_ID, REGION
from local.permissions.principal import ADMINISTRATOR, Principal, iam_user, role_session

#: The administrator's own key and secret: what programs are used to give an emulator. It needs one where a
#: signature is asked for, as in a presigned URL.
ADMINISTRATOR_KEYS = ("test", "test")

#: How long a session of a role lasts, in seconds: moto keeps it, nothing ends by it here.
_DURATION = 12 * 3600


@dataclass(frozen=True)
class Credentials:
    """What a session of a role signs with."""

    access_key: str
    secret_key: str
    session_token: str


@dataclass(frozen=True)
class Credentialed:
    """Somebody and the secret that proves it."""

    principal: Principal
    secret_key: str


class Keys:
    """The access keys that are known in this account."""

    def __init__(self) -> None:
        self._sessions: dict[str, AssumedRole] = {}

    def new_session(self, role_arn: str, session: str) -> Credentials:
        """Return new credentials of a role.

        Args:
            role_arn: of the role; whether it may be taken on is asked elsewhere.
            session: the session's name: a function's, for its environments.
        """
        role = sts_backends[ACCOUNT_ID]["aws"].assume_role(
            region_name=REGION,
            role_session_name=session,
            role_arn=role_arn,
            policy="",
            duration=_DURATION,
            external_id="",
        )
        self._sessions[role.access_key_id] = role
        return Credentials(role.access_key_id, role.secret_access_key, role.session_token)

    def find(self, access_key: str) -> Credentialed | None:
        """Return whose key it is, None if nobody was given it."""
        role = self._sessions.get(access_key) or _assumed(access_key)
        if role is not None:
            principal = role_session(role.role_arn, role.session_name, role_id=role.user_id.partition(":")[0])
            return Credentialed(principal, role.secret_access_key)
        if access_key == ADMINISTRATOR_KEYS[0]:
            return Credentialed(ADMINISTRATOR, ADMINISTRATOR_KEYS[1])
        return _user(access_key)

    def principal(self, access_key: str) -> Principal:
        """Return who signs with a key."""
        found = self.find(access_key)
        return ADMINISTRATOR if found is None else found.principal


def _assumed(access_key: str) -> AssumedRole | None:
    return sts_backends[ACCOUNT_ID]["aws"].get_assumed_role_from_access_key(access_key)


def _user(access_key: str) -> Credentialed | None:
    iam = iam_backends[ACCOUNT_ID]["aws"]
    for user in iam.users.values():
        for key in user.access_keys:
            if key.access_key_id == access_key and key.status == "Active":
                principal = iam_user(user.name, arn=user.arn, user_id=user.id)
                return Credentialed(principal, key.secret_access_key)
    return None
