"""Who brings events to the targets of rules: the mends find the rules, the engine registers for the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import TargetTypeDef

#: An event as rules and targets see it, such as `{"source": …, "detail-type": …, "detail": {…}, …}`.
Event = Mapping[str, object]


@dataclass(frozen=True)
class Match:
    """An event that a rule has for one of its targets.

    Attributes:
        rule: the rule's ARN.
        target: as PutTargets took it.
        event: the event.
        forwarded: whether the event came to its bus by a rule of another one.
    """

    rule: str
    target: "TargetTypeDef"
    event: Event
    forwarded: bool = False


#: Takes care of a match, later: it must not wait.
Deliverer = Callable[[Match], None]


class NoDeliverer(RuntimeError):
    """An event has a target, and nobody is there to bring it."""


_deliverer: Deliverer | None = None


def set_deliverer(deliverer: Deliverer | None) -> None:
    """Let `deliverer` have all matches from now on; with None a match raises NoDeliverer."""
    global _deliverer
    _deliverer = deliverer


def deliver(match: Match) -> None:
    """Hand a match over. Raises NoDeliverer."""
    if _deliverer is None:
        raise NoDeliverer(f"{match.rule} has an event for {match.target['Arn']}, which nobody brings there")
    _deliverer(match)
