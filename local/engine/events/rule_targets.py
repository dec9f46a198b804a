"""Makes parcels of what rules have for their targets.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
"""

import json

from local.engine.events.delivery import Delivery
from local.engine.events.parcel import DeadLetter, Parcel, RetryPolicy
from local.engine.events.senders import EVENTBRIDGE
from local.engine.events.target_input import find, target_input
from local.hub import Hub
from local.moto_fixes.events.deliverer import Match
from local.moto_fixes.events.target_kinds import TargetKind, target_kind


class RuleTargets:
    """Sends rules' matches on their way.

    Args:
        hub: gives the time.
        delivery: brings parcels.
    """

    def __init__(self, hub: Hub, delivery: Delivery) -> None:
        self._hub = hub
        self._delivery = delivery

    def deliver(self, match: Match) -> None:
        """Send a match on its way; it does not wait."""
        target = match.target
        if match.forwarded and target_kind(target["Arn"]) is TargetKind.EVENT_BUS:
            # An event that a rule brought to this bus goes to no third one.
            # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
            return
        retry, dead_letters = target.get("RetryPolicy", {}), target.get("DeadLetterConfig", {}).get("Arn")
        path = target.get("KinesisParameters", {}).get("PartitionKeyPath")
        self._delivery.start(
            Parcel(
                target=target["Arn"],
                input=target_input(target, match.event, rule_arn=match.rule, now=self._hub.now()),
                sent=self._hub.now(),
                principal=EVENTBRIDGE,
                source=match.rule,
                role=target.get("RoleArn"),
                event=match.event,
                message_group=target.get("SqsParameters", {}).get("MessageGroupId"),
                partition_key=str(match.event["id"] if path is None else find(path, match.event)),
                retry=RetryPolicy(
                    attempts=retry.get("MaximumRetryAttempts", RetryPolicy.attempts),
                    age=retry.get("MaximumEventAgeInSeconds", RetryPolicy.age),
                ),
                dead_letter=DeadLetter(
                    dead_letters,
                    json.dumps(match.event),
                    {"RULE_ARN": match.rule, "TARGET_ARN": target["Arn"]},
                )
                if dead_letters
                else None,
            )
        )
