"""What a rule's target receives of an event: all of it, a part, a constant, or a template filled in.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import datetime as dt
import functools
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jsonpath_ng.jsonpath import JSONPath
from jsonpath_ng.parser import parse

from local.moto_fixes.events.deliverer import Event

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import TargetTypeDef

_PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.\-]+)>")


def target_input(target: "TargetTypeDef", event: Event, *, rule_arn: str, now: float) -> str:
    """Return what `target`, as PutTargets took it, receives of `event`.

    `now` is in seconds since the epoch.
    """
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(find(target["InputPath"], event))
    if "InputTransformer" in target:
        transformer = target["InputTransformer"]
        paths: Mapping[str, str] = transformer.get("InputPathsMap") or {}
        values = {name: find(path, event) for name, path in paths.items()}
        values["aws.events.rule-arn"] = rule_arn
        values["aws.events.rule-name"] = rule_arn.rsplit("/", 1)[-1]
        values["aws.events.event.ingestion-time"] = _milliseconds(now)
        values["aws.events.event"] = {key: value for key, value in event.items() if key != "detail"}
        values["aws.events.event.json"] = event
        return _fill(transformer["InputTemplate"], values)
    return json.dumps(event)


def _milliseconds(instant: float) -> str:
    written = dt.datetime.fromtimestamp(instant, dt.UTC).isoformat(timespec="milliseconds")
    return written.replace("+00:00", "Z")


def _fill(template: str, values: Mapping[str, Any]) -> str:
    """Fill in a template: a value inside a JSON string becomes part of it, outside it stands as JSON."""

    def fill(match: re.Match[str]) -> str:
        if match[1] not in values:
            return match[0]
        value = values[match[1]]
        if not _inside_string(template[: match.start()]):
            return json.dumps(value)
        if value is None:
            return ""
        return json.dumps(value if isinstance(value, str) else json.dumps(value))[1:-1]

    return _PLACEHOLDER.sub(fill, template)


def _inside_string(text: str) -> bool:
    return len(re.findall(r'(?<!\\)"', text)) % 2 == 1


def find(path: str, event: Event) -> Any:
    """Return what a path such as `$.detail.id` leads to in an event, None if there is nothing."""
    matches = _parse(path).find(event)
    return matches[0].value if matches else None


@functools.cache
def _parse(path: str) -> JSONPath:
    return parse(re.sub(r"\.([A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)+)", r".'\1'", path))
