"""Those who answer what orders ask, at the HTTP interface: an approver and a carrier, each at their desk."""

from dataclasses import dataclass
from functools import cached_property

import httpx
from pydantic import JsonValue

from local.stack import LocalStack
from local.users import CAROL, CARRIER, User
from tests.flow.orders import an_order

#: 52,500 cents: more than an order may cost without a person's approval.
DEAR = {"KETTLE-GONG": 3, "TEAPOT-1L": 2}


@dataclass(frozen=True)
class Desk:
    """Where `user` answers what waits under `path`."""

    stack: LocalStack
    user: User
    path: str

    @cached_property
    def http(self) -> httpx.Client:
        """The user at the HTTP interface."""
        return self.stack.http(self.user)

    def waiting(self) -> list[dict[str, JsonValue]]:
        """Return what waits, the longest first."""
        answer = self.http.get(self.path)
        assert answer.status_code == 200, answer.text
        waiting: list[dict[str, JsonValue]] = answer.json()["waiting"]
        return waiting

    def next(self) -> str:
        """Return the id of what has waited longest, once there is anything."""
        self.stack.settle()
        if not self.waiting():
            self.stack.run_until(lambda: bool(self.waiting()), within=60)
        return str(self.waiting()[0]["id"])

    def answer(self, question: str, **answer: JsonValue) -> httpx.Response:
        """Answer a question."""
        return self.http.post(f"{self.path}/{question}", json=answer)


def approver(stack: LocalStack) -> Desk:
    """Carol, who approves orders."""
    return Desk(stack, CAROL, "/approvals")


def carrier(stack: LocalStack) -> Desk:
    """The carrier, which reports on parcels."""
    return Desk(stack, CARRIER, "/deliveries")


def by_courier() -> dict[str, object]:
    """Return the payload of an order whose delivery is reported."""
    return {**an_order(), "delivery": "courier"}
