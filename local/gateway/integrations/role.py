"""The credentials API Gateway calls a service with: those of a session of the integration's role.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
"""

import logging
from typing import TYPE_CHECKING

from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from local.gateway import refusals
from local.gateway.reading import ClientFactory

if TYPE_CHECKING:
    from mypy_boto3_sts import STSClient

logger = logging.getLogger(__name__)

#: What API Gateway calls its sessions; a service sees it as the caller's session name.
SESSION = "BackplaneAssumeRoleSession"
#: How long a session is used, in seconds: less than it lasts.
LIFETIME = 1800.0


class RoleSessions:
    """The sessions of all roles.

    Args:
        clients: makes the AWS client of a service.
    """

    def __init__(self, clients: ClientFactory) -> None:
        self._clients = clients
        self._sessions: dict[str, tuple[float, Credentials]] = {}

    def credentials(self, role_arn: str, now: float) -> Credentials:
        """Return credentials of a role. Raises the Refusal of a role that does not let itself be assumed."""
        opened, credentials = self._sessions.get(role_arn, (float("-inf"), None))
        if credentials is None or now - opened > LIFETIME:
            credentials = self._open(role_arn)
            self._sessions[role_arn] = (now, credentials)
        return credentials

    def _open(self, role_arn: str) -> Credentials:
        sts: STSClient = self._clients("sts")
        try:
            keys = sts.assume_role(RoleArn=role_arn, RoleSessionName=SESSION)["Credentials"]
        except ClientError as error:
            logger.error("API Gateway cannot assume %s: %s", role_arn, error)
            raise refusals.api_configuration_error() from error
        return Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
