"""Looking after webhooks: registering, listing, and what is refused."""

import httpx
import pytest

from local.outside import Outside
from local.stack import LocalStack
from local.users import ALICE
from tests.flow.webhooks.receiver import Receiver, tell


def test_a_secret_is_told_once_and_webhooks_are_listed_without(
    alice: httpx.Client, receiver: Receiver
) -> None:
    assert receiver.webhook["secret"].startswith("whsec_")
    (listed,) = alice.get("/webhooks").json()["webhooks"]
    assert listed == {name: value for name, value in receiver.webhook.items() if name != "secret"}
    assert "secret" not in receiver.shown()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/hook", "the URL has to begin with https://"),
        ("https://127.0.0.1/hook", "the URL leads to an address that is not on the public internet"),
        ("https://169.254.169.254/latest/meta-data", "not on the public internet"),
        ("https://[::1]/hook", "not on the public internet"),
        ("https://10.0.0.7:8443/hook", "not on the public internet"),
        ("https://example.com:99999/hook", "the URL's port is no port"),
    ],
)
def test_a_url_that_may_not_be_called_is_refused_and_nothing_is_kept(
    alice: httpx.Client, url: str, why: str
) -> None:
    answer = alice.post("/webhooks", json={"url": url})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["field"] == "url"
    assert why in error["detail"]
    assert alice.get("/webhooks").json() == {"webhooks": []}


@pytest.mark.parametrize(
    "body", [{}, {"url": "ftp://example.com"}, {"url": "https://example.com", "events": ["job.eaten"]}]
)
def test_a_body_that_is_no_webhook_is_refused(alice: httpx.Client, body: dict[str, object]) -> None:
    answer = alice.post("/webhooks", json=body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_nobody_sees_enables_replays_or_removes_another_s_webhook(
    stack: LocalStack, alice: httpx.Client, bob: httpx.Client, receiver: Receiver
) -> None:
    tell(stack, ALICE.user_id, "thumbnail.one")
    stack.clock.advance(minutes=1)
    path = f"/webhooks/{receiver.webhook['id']}"
    (message,) = receiver.shown()["messages"]
    assert bob.get("/webhooks").json() == {"webhooks": []}
    answers = [
        bob.get(path),
        bob.delete(path),
        bob.post(f"{path}/enable"),
        bob.post(f"{path}/messages/{message['id']}/replay"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert receiver.shown()["state"] == "active"
    assert alice.post(f"{path}/messages/msg_unknown/replay").status_code == 404


def test_older_messages_are_on_further_pages(
    stack: LocalStack, alice: httpx.Client, receiver: Receiver
) -> None:
    for number in range(55):
        tell(stack, ALICE.user_id, f"thumbnail.{number:02d}")
        stack.clock.advance(seconds=1)
    stack.clock.advance(minutes=1)
    first = receiver.shown()
    path = f"/webhooks/{receiver.webhook['id']}"
    second = alice.get(path, params={"cursor": first["cursor"]}).json()
    ids = [message["id"] for message in first["messages"] + second["messages"]]
    assert len(ids) == len(set(ids)) == 55
    assert ids == sorted(ids, reverse=True)
    assert "cursor" not in second


def test_an_owner_has_twenty_webhooks_at_most(alice: httpx.Client, outside: Outside) -> None:
    for number in range(20):
        url = f"{outside.url}/hooks/{number}"
        assert alice.post("/webhooks", json={"url": url}).status_code == 201
    answer = alice.post("/webhooks", json={"url": f"{outside.url}/hooks/more"})
    assert answer.status_code == 409
    assert "20 webhooks" in answer.json()["detail"]
