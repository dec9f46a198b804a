"""moto sends events to rules that are off or scheduled, and hands queues only a part of them.

moto 5.2.5, `events/models.py: Rule.send_to_targets`: a disabled rule and one without a pattern receive
PutEvents traffic; events lack their account, Input and InputPath are ignored, a template breaks on quotes;
what a queue refuses raises out of PutEvents, or is dropped with a warning. Can go when moto delivers as
EventBridge does. Targets other than queues are left to moto.
"""

import copy
import datetime as dt
import logging
from typing import Any, Final

from moto.events.models import Rule
from moto.sqs.exceptions import SQSException
from moto.sqs.models import sqs_backends

from local.moto_fixes.events.target_input import target_input
from local.moto_fixes.mend import replace

ENABLED: Final = ("ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")

_log = logging.getLogger(__name__)
_moto_send_to_targets = Rule.send_to_targets


def install() -> None:
    """Mend moto."""
    replace(Rule, "send_to_targets", _send_to_targets)


def _send_to_targets(rule: Rule, original_event: Any, transform_input: bool = True) -> None:
    if rule.state not in ENABLED or not rule.event_pattern.get_pattern():
        return
    if not rule.event_pattern.matches_event(original_event):
        return
    event = _as_delivered(original_event)
    others = copy.copy(rule)
    others.targets = [target for target in rule.targets if not _is_queue(target["Arn"])]
    for target in rule.targets:
        if _is_queue(target["Arn"]):
            _deliver(rule, target, event)
    if others.targets:
        _moto_send_to_targets(others, original_event, transform_input)


def _is_queue(arn: str) -> bool:
    return arn.split(":")[2] == "sqs"


def _as_delivered(event: dict[str, Any]) -> dict[str, Any]:
    time = dt.datetime.fromtimestamp(float(event["time"]), dt.UTC)
    return {
        "version": "0",
        "id": event["id"],
        "detail-type": event["detail-type"],
        "source": event["source"],
        "account": event["account"],
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": event["region"],
        "resources": event["resources"],
        "detail": event["detail"],
    }


def _deliver(rule: Rule, target: dict[str, Any], event: dict[str, Any]) -> None:
    body = target_input(target, event, rule_arn=rule.arn)
    group = target.get("SqsParameters", {}).get("MessageGroupId")
    try:
        _send(target["Arn"], body, group=group)
    except SQSException as error:
        dead_letters = target.get("DeadLetterConfig", {}).get("Arn")
        if dead_letters is None:
            _log.warning("rule %s lost an event: %s refused it: %s", rule.name, target["Arn"], error)
            return
        reason = {
            "RULE_ARN": rule.arn,
            "TARGET_ARN": target["Arn"],
            "ERROR_CODE": error.code,
            "ERROR_MESSAGE": error.message,
        }
        _send(dead_letters, body, attributes=reason)


def _send(arn: str, body: str, *, group: str | None = None, attributes: dict[str, str] | None = None) -> None:
    region, account, name = arn.split(":")[3:6]
    sqs_backends[account][region].send_message(
        name,
        body,
        group_id=group,
        message_attributes={
            key: {"DataType": "String", "StringValue": value} for key, value in (attributes or {}).items()
        },
    )
