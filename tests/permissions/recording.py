"""Which permissions of the template the tests used. Knows nothing of pytest."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from local.permissions import Permission
from tests.permissions.exemptions import exemption

#: Where a whole run of the tests leaves its recording.
PLACE = Path(__file__).parents[2] / ".build" / "permissions.json"


@dataclass(frozen=True)
class Use:
    """What one test used.

    Attributes:
        test: its node id.
        seconds: how long it took, with its stack's start.
        permissions: the template's that let calls through.
    """

    test: str
    seconds: float
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class Recording:
    """What the permissions of the template were used for.

    Attributes:
        granted: all that the template grants.
        uses: of each test with a stack of its own.
    """

    granted: frozenset[Permission] = frozenset()
    uses: tuple[Use, ...] = ()

    def __or__(self, other: "Recording") -> "Recording":
        return Recording(self.granted | other.granted, self.uses + other.uses)

    def needed(self) -> list[Permission]:
        """Return the permissions that some test has to use."""
        return sorted(permission for permission in self.granted if exemption(permission) is None)

    def unused(self) -> list[Permission]:
        """Return those among them that no test used."""
        used = {permission for use in self.uses for permission in use.permissions}
        return [permission for permission in self.needed() if permission not in used]

    def users(self, permission: Permission) -> list[str]:
        """Return the tests that used a permission, the quickest first."""
        users = [use for use in self.uses if permission in use.permissions]
        return [use.test for use in sorted(users, key=lambda use: use.seconds)]

    def as_json(self) -> str:
        """Return it as text."""
        return json.dumps(
            {
                "granted": [dataclasses.astuple(permission) for permission in sorted(self.granted)],
                "uses": [
                    {
                        "test": use.test,
                        "seconds": round(use.seconds, 3),
                        "permissions": [dataclasses.astuple(each) for each in sorted(use.permissions)],
                    }
                    for use in self.uses
                ],
            }
        )


def read(text: str) -> Recording:
    """Return the recording that was written as `text`."""
    written = json.loads(text)
    return Recording(
        frozenset(Permission(*each) for each in written["granted"]),
        tuple(
            Use(use["test"], use["seconds"], frozenset(Permission(*each) for each in use["permissions"]))
            for use in written["uses"]
        ),
    )
