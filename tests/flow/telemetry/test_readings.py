"""Readings come in by HTTP, and are read again as windows."""

from dataclasses import replace

import httpx

from local.stack import LocalStack
from local.users import BOB
from tests.flow.problems import Problem, problem_of
from tests.flow.telemetry.devices import MINUTE_MS, Device, reading, sums
from tests.flow.telemetry.stream import FUNCTION, TelemetryStream

MAX_RECORD = 1_048_576


def refusal(answer: httpx.Response, status: int) -> Problem:
    assert answer.status_code == status, answer.text
    return problem_of(answer)


def test_readings_add_up_to_windows_of_their_device(device: Device) -> None:
    start = device.now
    device.stack.clock.advance(seconds=20)
    device.send(*(reading(n, start + n * 10_000, value=n / 4) for n in range(9)))
    replace(device, name="pump-2").send(reading(0, start, 100.0))
    replace(device, user=BOB).send(reading(0, start, 1000.0))

    first, second = device.counted()

    assert (first.start, first.to) == ("2030-01-01T00:00:00Z", "2030-01-01T00:01:00Z")
    assert (first.count, first.sum, first.min, first.max, first.mean) == (6, 3.75, 0.0, 1.25, 0.625)
    assert sums([second]) == [(3, 5.25)]
    assert sums(replace(device, name="pump-2").windows()) == [(1, 100.0)]
    assert sums(replace(device, user=BOB).windows()) == [(1, 1000.0)], "whose pump-1 is another"


def test_a_reading_counts_once_however_often_it_comes_and_in_its_window_in_whatever_order(
    device: Device, stack: LocalStack
) -> None:
    start = device.now
    stack.clock.advance(minutes=5)
    device.send(reading(70, start + 70_000), reading(1, start + 1_000), reading(71, start + 71_000))
    device.send(reading(1, start + 1_000), reading(0, start), reading(0, start))
    device.send(reading(70, start + 70_000))
    assert sums(device.counted()) == [(2, 2.0), (2, 2.0)]


def test_what_comes_too_late_or_too_early_is_counted_beside_its_window(
    device: Device, stack: LocalStack
) -> None:
    start = device.now
    device.send(reading(0, start, 1.0), reading(9, start + 2 * MINUTE_MS, 5.0))
    stack.clock.advance(minutes=6)
    device.send(reading(1, start + 1000, 2.0))
    stack.clock.advance(seconds=1)
    device.send(reading(2, start + 2000, 3.0), reading(0, start, 1.0), reading(2, start + 2000, 3.0))

    first, third = device.counted()

    assert sums([first]) == [(2, 3.0)], "six minutes after its beginning is just in time"
    assert first.late is not None
    assert sums([third]) == [(0, 0.0)]
    assert (first.late.count, first.late.sum) == (1, 3.0)
    assert third.early is not None
    assert (third.early.count, third.early.sum, third.mean) == (1, 5.0, None)


def test_windows_are_asked_for_by_time_and_given_in_pages(device: Device) -> None:
    start = device.now
    for minute in range(-3, 1):
        device.send(reading(minute + 3, start + minute * MINUTE_MS, float(minute)))
    assert [window.sum for window in device.counted()] == [-3.0, -2.0, -1.0, 0.0]

    page = device.ask(**{"from": "2029-12-31T23:58:00Z", "limit": 2}).json()
    assert [window["sum"] for window in page["windows"]] == [-2.0, -1.0]
    assert page["next"] == "2030-01-01T00:00:00Z"
    rest = device.ask(**{"from": page["next"]}).json()
    assert ([window["sum"] for window in rest["windows"]], rest.get("next")) == ([0.0], None)
    assert sums(device.windows(to="2029-12-31T23:57:30Z")) == [(1, -3.0)]
    assert replace(device, name="nobody").windows() == []


def test_a_question_that_makes_no_sense_is_told_so(device: Device) -> None:
    for query, words in (
        ({"from": "yesterday"}, "'from' is an instant"),
        ({"to": "0001-01-01T00:00:00Z"}, "'to' is an instant"),
        ({"from": "2030-01-02T00:00:00Z", "to": "2030-01-01T00:00:00Z"}, "'from' is after 'to'"),
        ({"limit": "0"}, "'limit' is 1 to 1000"),
        ({"limit": "many"}, "'limit' is 1 to 1000"),
        ({"since": "2030-01-02T00:00:00Z"}, "no parameter 'since'"),
    ):
        assert words in refusal(device.ask(**query), 400).detail


def test_a_body_that_is_no_readings_is_refused_and_nothing_of_it_is_kept(device: Device) -> None:
    now = device.now
    good = reading(1, now)
    for readings in (
        [],
        [good] * 501,
        [{**good, "sequence": -1}],
        [{**good, "at": now / 1000 + 0.5}],
        [{**good, "at": 4_102_444_800_000}],
        [{**good, "value": "20"}],
        [{**good, "value": 1e10}],
        [{**good, "unit": "C"}],
        [good, {"sequence": 2}],
    ):
        refusal(device.post(readings), 400)
    refusal(replace(device, name="a/b").post([good]), 400)
    refusal(replace(device, name="x" * 65).post([good]), 400)
    http = device.stack.http(device.user)
    refusal(http.post("/telemetry", content=b"1", headers={"Content-Type": "text/plain"}), 415)
    refusal(device.stack.http(None).post("/telemetry", json={}), 403)
    assert device.counted() == []


def test_no_body_speaks_for_the_kit(device: Device) -> None:
    text = '{"device":"pump-1","readings":[{"sequence":1,"at":%d,"value":1}],"owner":"x","accepted_at":0}'
    answer = device.stack.http(device.user).post(
        "/telemetry", content=text % device.now, headers={"Content-Type": "application/json"}
    )
    refusal(answer, 400)


def test_what_the_stream_does_not_take_is_not_accepted(
    device: Device, stack: LocalStack, stream: TelemetryStream
) -> None:
    stack.disable(FUNCTION)
    stream.put(b"x" * (MAX_RECORD - 100))
    refused = device.post([reading(1, device.now)])
    assert "Wait" in refusal(refused, 429).detail
    assert refused.headers["Retry-After"] == "1"
    stack.clock.advance(seconds=1)
    device.send(reading(1, device.now))

    large = stack.http(device.user).post(
        "/telemetry",
        content=b'{"device":"pump-1","readings":[{"sequence":1,"at":1,"value":1}]}' + b" " * MAX_RECORD,
        headers={"Content-Type": "application/json"},
    )
    assert "1 MiB" in refusal(large, 413).detail
    stack.client("kinesis").delete_stream(StreamName=f"offload-dev-{FUNCTION}")
    gone = device.post([reading(2, device.now)])
    assert "Repeat it" in refusal(gone, 503).detail
    assert gone.headers["Retry-After"] == "5"
