"""Which permissions let calls through: what it takes to find one that nobody uses."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Permission:
    """One action that one statement of one policy allows.

    Attributes:
        holder: whose policy it is: "role worker", "user alice", or a resource such as "sqs intake".
        policy: its name; "policy" where a resource has but one.
        sid: of the statement, or its place in the policy.
        action: as the statement has it, with its wildcards.
    """

    holder: str
    policy: str
    sid: str
    action: str

    def __str__(self) -> str:
        return f"{self.action} of {self.holder} (statement {self.sid} of {self.policy})"


class Uses:
    """Collects the permissions that were used."""

    def __init__(self) -> None:
        self.permissions: set[Permission] = set()

    def note(self, permission: Permission) -> None:
        """Remember that `permission` let a call through."""
        self.permissions.add(permission)
