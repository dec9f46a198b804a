"""The sources that can be pulled, and where each is: a setting of the stage."""

import json
from collections.abc import Mapping

from functions.sync.errors import UnknownSource


class Sources:
    """Looks URLs up by name.

    Args:
        setting: JSON, `{"crm": "https://crm.example.com/changes"}`.
    """

    def __init__(self, setting: str) -> None:
        self._urls: Mapping[str, str] = json.loads(setting)

    def url(self, source: str) -> str:
        """Return where a source is. Raises UnknownSource."""
        if source not in self._urls:
            raise UnknownSource(
                f"there is no source {source!r} here; there are: {', '.join(sorted(self._urls))}"
            )
        return self._urls[source]
