"""API Gateway in front of the local stack: routes, signatures, validation, templates, integrations.

It reads APIs from API Gateway's control plane and calls what is behind them, all through AWS clients; it
knows no job type and no other room of `local/` but the hub and the users.
"""

from local.gateway.addresses import Address, find_address
from local.gateway.deployed import ApiMisconfigured
from local.gateway.gateway import Gateway
from local.gateway.message import Request, Response

__all__ = ["Address", "ApiMisconfigured", "Gateway", "Request", "Response", "find_address"]
