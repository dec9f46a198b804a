"""Permissions: what the caller of an AWS operation may do, decided as IAM decides it.

Policies are read from moto, as they were put; nothing here changes any. Others in `local/` ask the `Guard`,
and say with `acting_as` in whose name it calls where no caller's key is at hand.
"""

from local.permissions.acting import acting_as
from local.permissions.clients import client_of
from local.permissions.credentials import Credentialed, Credentials, Keys
from local.permissions.guard import Guard, NotAllowed
from local.permissions.judging import is_allowed
from local.permissions.principal import Principal, role_session, service_principal
from local.permissions.role_checks import trusts
from local.permissions.uses import Permission, Uses

__all__ = [
    "Credentialed",
    "Credentials",
    "Guard",
    "Keys",
    "NotAllowed",
    "Permission",
    "Principal",
    "Uses",
    "acting_as",
    "client_of",
    "is_allowed",
    "role_session",
    "service_principal",
    "trusts",
]
