"""API Gateway in front of the local stack: routes, signatures, validation, templates, integrations.

It reads the API from API Gateway's control plane and calls SQS and Lambda, all through AWS clients; it knows
no job type and no other room of `local/` but the hub and the users.
"""

from local.gateway.gateway import Gateway
from local.gateway.message import Request, Response
from local.gateway.reading import ApiMisconfigured

__all__ = ["ApiMisconfigured", "Gateway", "Request", "Response"]
