"""Which records of a source a mapping's function is given; the others are done with unseen.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.moto_fixes.awslambda.filter_pattern import FilterPattern

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration


@dataclass(frozen=True)
class FilterCriteria:
    """The filters of one mapping, of which a record has to satisfy one; without any, every record passes.

    Attributes:
        patterns: one for each filter.
        data: the key of a record under which its data are, such as "body".
    """

    patterns: tuple[FilterPattern, ...]
    data: str

    @classmethod
    def read(cls, configuration: "Configuration", *, data: str) -> "FilterCriteria":
        """Read the filters of a mapping's configuration. Raises InvalidPattern."""
        filters = (configuration.get("FilterCriteria") or {}).get("Filters", [])
        return cls(tuple(FilterPattern.read(filter_["Pattern"]) for filter_ in filters), data)

    def matches(self, record: Mapping[str, object]) -> bool:
        """Tell whether a record passes.

        Args:
            record: as the function would get it, but with its data `decoded`.
        """
        return not self.patterns or any(self._satisfies(record, pattern) for pattern in self.patterns)

    def _satisfies(self, record: Mapping[str, object], pattern: FilterPattern) -> bool:
        if isinstance(pattern.shape.get(self.data), dict) and not isinstance(record.get(self.data), dict):
            return False  # a pattern for JSON drops what is none, even where it asks for what must not exist
        return pattern.matches(record)


def decoded(text: str) -> object:
    """Return a record's data as filters see them: an object or a list where `text` is JSON for one."""
    try:
        data: object = json.loads(text)
    except ValueError:
        return text
    return data if isinstance(data, dict | list) else text
