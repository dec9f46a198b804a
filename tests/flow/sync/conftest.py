"""A source outside the stack, and the copy that the stack keeps of it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest

from local.outside import Feeds, Outage, Outside, point_functions_at
from local.stack import LocalStack
from tests.flow.callers import Caller
from tests.flow.sync.changes import Change, Copy

#: Changes that a source puts on a page.
PAGE = 4


@dataclass(frozen=True)
class Source:
    """A source, as the outside plays it, and how it is pulled."""

    name: str
    outside: Outside
    stack: LocalStack
    caller: Caller

    def has_changed(self, changes: Iterable[Change]) -> None:
        """Let something have changed there."""
        self.outside.feeds.append(self.name, changes)

    def fails(self, *outages: Outage) -> None:
        """Let its next answers fail."""
        self.outside.outages.begin(f"feeds/{self.name}", *outages)

    def pull(self) -> str:
        """Submit a job that pulls it; return its id."""
        return self.caller.submit("sync", {"source": self.name})

    def copy_of(self, keys: Iterable[str]) -> Copy:
        """Return what the copy holds under these keys."""
        table, dynamodb = told(self.stack, "sync")["OWN_TABLE"], self.stack.client("dynamodb")
        copy: Copy = {}
        for key in keys:
            place = {"key": {"S": f"record#{self.name}#{key}"}}
            if item := dynamodb.get_item(TableName=table, Key=place).get("Item"):
                record = json.loads(item["record"]["S"]) if "record" in item else None
                copy[key] = (int(item["version"]["N"]), record)
        return copy

    def shown(self) -> dict[str, object]:
        """Return how the source stands, as the HTTP interface shows it."""
        answer = self.caller.http.get(f"/sources/{self.name}")
        assert answer.status_code == 200, answer.text
        shown: dict[str, object] = answer.json()
        return shown


def told(stack: LocalStack, function: str) -> dict[str, str]:
    """Return the environment of a function."""
    name = stack.function(function)
    return stack.client("lambda").get_function_configuration(FunctionName=name)["Environment"]["Variables"]


def tell(stack: LocalStack, function: str, **environment: str) -> None:
    """Change the environment of a function."""
    stack.client("lambda").update_function_configuration(
        FunctionName=stack.function(function), Environment={"Variables": told(stack, function) | environment}
    )


@pytest.fixture
def outside() -> Iterator[Outside]:
    """Other people's services."""
    with Outside.served(Feeds({"crm": []}, most=PAGE)) as outside:
        yield outside


@pytest.fixture
def crm(stack: LocalStack, outside: Outside, caller: Caller) -> Source:
    """The source, empty, where the stack looks for it."""
    point_functions_at(outside.url, stack.client)
    return Source("crm", outside, stack, caller)


def counted(log: Iterable[tuple[str, str]], metric: str) -> int:
    """Return how often the functions have counted a metric, as the log has it."""
    return sum(f'"{metric}":[1.0]' in line for _, line in log)
