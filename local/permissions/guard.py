"""Stands before moto: lets a call pass, or answers it as AWS answers who may not make it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import logging
from collections.abc import Callable

from botocore.awsrequest import AWSPreparedRequest
from moto.core.common_types import TYPE_RESPONSE

from local.account import REGION
from local.permissions import denial
from local.permissions.account import is_missing
from local.permissions.acting import acting
from local.permissions.call import ApiCall, read_call
from local.permissions.credentials import Keys
from local.permissions.document import Statement
from local.permissions.evaluation import Decision, Policy, Verdict
from local.permissions.judging import judge
from local.permissions.needs import needs
from local.permissions.policy_checks import check_policy
from local.permissions.principal import ANONYMOUS, Principal
from local.permissions.refused import OperationNotMapped, PolicyNotUnderstood
from local.permissions.request import Need
from local.permissions.role_checks import role_refused
from local.permissions.uses import Permission, Uses
from local.permissions.wildcards import matches

_log = logging.getLogger(__name__)


class NotAllowed(Exception):
    """A principal lacks a permission; the text is what AWS says of it."""


class Guard:
    """Decides every call of one stack.

    Args:
        tell: hears of every call that is denied.

    Attributes:
        keys: whose access keys are whose.
        uses: the permissions that let calls through.
    """

    def __init__(self, tell: Callable[[str], None] = lambda _: None) -> None:
        self._tell = tell
        self.keys = Keys()
        self.uses = Uses()

    def answer(self, request: AWSPreparedRequest) -> TYPE_RESPONSE | None:
        """Return the refusal of a call to AWS, None where it may pass."""
        call = read_call(request)
        principal = acting() or (self.keys.principal(call.access_key) if call.access_key else ANONYMOUS)
        try:
            check_policy(call)
            return self._refused(call, principal) or role_refused(call)
        except (OperationNotMapped, PolicyNotUnderstood) as error:
            _log.error("%s, called by %s: %s", call.service, principal.arn, error)
            return denial.error(call, str(error), code=type(error).__name__, status=501)

    def require(self, principal: Principal, action: str, resource: str) -> None:
        """Let `principal` do `action` on `resource`, outside a call to AWS. Raises NotAllowed."""
        need = Need(action, resource)
        verdict = self._decide(principal, need, REGION)
        if verdict != Verdict.ALLOWED:
            raise NotAllowed(denial.message(principal, need, verdict))

    def _refused(self, call: ApiCall, principal: Principal) -> TYPE_RESPONSE | None:
        try:
            needed = needs(call)
        except OperationNotMapped:
            if principal.is_administrator:
                return None
            raise
        for need in needed:
            if principal.service and is_missing(need.resource):
                # A service is told so: it has no permission on what is gone, and no use for one.
                continue
            verdict = self._decide(principal, need, call.region)
            if verdict != Verdict.ALLOWED:
                self._tell(denial.message(principal, need, verdict))
                return denial.denial(call, principal, need, verdict)
        return None

    def _decide(self, principal: Principal, need: Need, region: str) -> Verdict:
        decision = judge(principal, need, region=region)
        if not principal.is_administrator:
            self._note(decision, need.action)
        return decision.verdict

    def _note(self, decision: Decision, action: str) -> None:
        for policy, statement in decision.allowed_by:
            for permission in _used(policy, statement, action):
                self.uses.note(permission)


def _used(policy: Policy, statement: Statement, action: str) -> list[Permission]:
    if statement.actions.negated:
        return [Permission(policy.holder, policy.name, statement.sid, "NotAction")]
    return [
        Permission(policy.holder, policy.name, statement.sid, pattern)
        for pattern in statement.actions.patterns
        if matches(pattern, action, ignore_case=True)
    ]
