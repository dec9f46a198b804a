"""A source outside the stack, and the copy that the stack keeps of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest

from local.outside import Outage, Outside, point_functions_at
from local.stack import LocalStack
from tests.flow.callers import Caller
from tests.flow.sync.changes import Change, Copy


@dataclass(frozen=True)
class Crm:
    """The source `crm`, as the outside plays it, and how it is pulled."""

    outside: Outside
    stack: LocalStack
    caller: Caller

    def has_changed(self, changes: Iterable[Change]) -> None:
        """Let something have changed there."""
        self.outside.feeds.append("crm", changes)

    def fails(self, outage: Outage) -> None:
        """Let its next answers fail."""
        self.outside.outages.begin("feeds/crm", outage)

    def is_well(self) -> None:
        """Let it answer again."""
        self.outside.outages.end("feeds/crm")

    def pull(self) -> str:
        """Submit a job that pulls it; return its id."""
        return self.caller.submit("sync", {"source": "crm"})

    def copy_of(self, keys: Iterable[str]) -> Copy:
        """Return what the copy holds under these keys."""
        copy: Copy = {}
        table = self._table()
        dynamodb = self.stack.client("dynamodb")
        for key in keys:
            item = dynamodb.get_item(TableName=table, Key={"key": {"S": f"record#crm#{key}"}}).get("Item")
            if item is not None:
                answer = self.caller.http.get(f"/records/crm/{quote(key, safe='')}")
                record = answer.json()["record"] if answer.status_code == 200 else None
                copy[key] = (int(item["version"]["N"]), record)
        return copy

    def shown(self) -> dict[str, object]:
        """Return how the source stands, as the HTTP interface shows it."""
        answer = self.caller.http.get("/sources/crm")
        assert answer.status_code == 200, answer.text
        shown: dict[str, object] = answer.json()
        return shown

    def _table(self) -> str:
        configuration = self.stack.client("lambda").get_function_configuration(
            FunctionName=self.stack.function("sync")
        )
        return configuration["Environment"]["Variables"]["OWN_TABLE"]


@pytest.fixture
def outside() -> Iterator[Outside]:
    """Other people's services."""
    with Outside.served() as outside:
        outside.feeds.append("crm", [])
        yield outside


@pytest.fixture
def crm(stack: LocalStack, outside: Outside, caller: Caller) -> Crm:
    """The source, empty, where the stack looks for it."""
    point_functions_at(outside.url, stack.client)
    return Crm(outside, stack, caller)
