"""What is asked of a policy: may this principal do this action on this resource, in these circumstances?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.permissions.principal import Principal

#: Condition keys, in lower case, and the values the request has for them.
#: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
Keys = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Need:
    """One permission that a call needs.

    Attributes:
        action: such as "sqs:SendMessage".
        resource: an ARN, "*" where the action knows no resources.
        keys: the condition keys the service gives with this action.
    """

    action: str
    resource: str
    keys: Keys = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """A need of somebody's, with everything that conditions may ask about.

    Attributes:
        keys: those of the need, the principal's and the global ones.
    """

    principal: Principal
    action: str
    resource: str
    keys: Keys
