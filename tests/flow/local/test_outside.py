"""The outside: pages of feeds, requests remembered, failures on request."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from local.outside import OUTSIDE_URL, Feeds, Outside, point_functions_at, read_feeds
from local.stack import LocalStack


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    (tmp_path / "crm.jsonl").write_text('{"key": "a"}\n{"key": "b"}\n\n{"key": "c"}\n')
    with Outside.served(read_feeds(tmp_path)) as outside:
        yield outside


@pytest.fixture
def http(outside: Outside) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=outside.url, trust_env=False) as client:
        yield client


def test_a_feed_is_read_page_by_page_and_goes_on_when_something_changes(http: httpx.Client) -> None:
    first = http.get("/feeds/crm", params={"limit": 2}).json()
    assert first == {"changes": [{"key": "a"}, {"key": "b"}], "cursor": "2", "more": True}
    last = http.get("/feeds/crm", params={"cursor": "2"}).json()
    assert last == {"changes": [{"key": "c"}], "cursor": "3", "more": False}
    assert http.get("/feeds/crm", params={"cursor": "3"}).json()["changes"] == []
    assert http.post("/feeds/crm", json={"changes": [{"key": "d"}]}).status_code == 204
    assert http.get("/feeds/crm", params={"cursor": "3"}).json()["changes"] == [{"key": "d"}]


def test_what_it_does_not_understand_is_refused(http: httpx.Client) -> None:
    assert http.get("/feeds/nothing").status_code == 404
    assert http.get("/feeds/crm", params={"cursor": "9"}).status_code == 400
    assert http.get("/feeds/crm", params={"limit": "many"}).status_code == 400
    assert http.post("/feeds/crm", json=[]).status_code == 400
    assert http.put("/outages/feeds/crm", json={"times": "x"}).status_code == 400


def test_what_it_is_sent_is_remembered_by_path(http: httpx.Client, outside: Outside) -> None:
    assert http.post("/hooks/shop", json={"n": 1}, headers={"X-Signature": "s"}).status_code == 204
    http.put("/hooks/shop", content="plain")
    http.post("/hooks/other")
    got = http.get("/received/hooks/shop").json()
    assert got["count"] == 2
    assert [(one["method"], one["json"], one["body"]) for one in got["requests"]] == [
        ("POST", {"n": 1}, '{"n":1}'),
        ("PUT", None, "plain"),
    ]
    assert got["requests"][0]["headers"]["x-signature"] == "s"
    assert len(outside.inbox.at("hooks/other")) == 1


def test_an_outage_strikes_one_path_as_often_as_it_says(http: httpx.Client) -> None:
    http.put("/outages/hooks/shop", json={"status": 429, "times": 2, "retry_after": 7, "body": "slowly"})
    struck = http.post("/hooks/shop")
    assert (struck.status_code, struck.headers["Retry-After"], struck.text) == (429, "7", "slowly")
    statuses = [http.post(f"/hooks/{path}").status_code for path in ("other", "shop", "shop")]
    assert statuses == [204, 429, 204]
    assert http.get("/received/hooks/shop").json()["count"] == 1


def test_an_outage_without_a_number_lasts_until_it_is_ended(http: httpx.Client) -> None:
    http.put("/outages/feeds/crm")
    assert [http.get("/feeds/crm").status_code for _ in range(3)] == [503] * 3
    http.delete("/outages/feeds/crm")
    assert http.get("/feeds/crm").status_code == 200


def test_functions_that_look_for_it_at_the_usual_place_are_pointed_at_another(stack: LocalStack) -> None:
    functions = stack.client("lambda")
    name = stack.function("intake")
    before = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    told = before | {"SOURCE": f"{OUTSIDE_URL}/feeds/crm"}
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": told})

    point_functions_at("http://127.0.0.1:9", stack.client)

    after = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    assert after == before | {"SOURCE": "http://127.0.0.1:9/feeds/crm"}


def test_a_feed_may_begin_with_its_first_change() -> None:
    feeds = Feeds({})
    feeds.append("new", [{"key": "a"}])
    assert feeds.page("new", "").changes == ({"key": "a"},)
