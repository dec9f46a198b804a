"""Judges one need of somebody's by the policies that hold in the account now."""

from moto.core.utils import utcnow

from local.account import ACCOUNT_ID, REGION
from local.permissions.account import policies_for
from local.permissions.evaluation import Decision, Verdict, decide
from local.permissions.principal import Principal
from local.permissions.request import Need, Request


def judge(principal: Principal, need: Need, *, region: str = REGION) -> Decision:
    """Return whether `principal` may do what `need` says. Raises PolicyNotUnderstood.

    The time is moto's own, which is the hub's.
    """
    now = utcnow()
    keys = {
        "aws:currenttime": (now.isoformat(),),
        "aws:epochtime": (str(int(now.timestamp())),),
        "aws:principalisawsservice": ("false",),
        "aws:requestedregion": (region,),
        "aws:resourceaccount": (ACCOUNT_ID,),
        # Nothing leaves this machine, so every call counts as one with TLS.
        "aws:securetransport": ("true",),
        "aws:viaawsservice": ("false",),
        **principal.keys,
        **need.keys,
    }
    return decide(
        Request(principal, need.action, need.resource, keys), policies_for(principal, need.resource)
    )


def is_allowed(principal: Principal, action: str, resource: str) -> bool:
    """Tell whether `principal` may do `action` on `resource`."""
    return judge(principal, Need(action, resource)).verdict is Verdict.ALLOWED
