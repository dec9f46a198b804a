"""What cannot be worked on: it holds nobody up for long, and nothing of it is lost."""

import base64
import json

from local.stack import LocalStack
from tests.flow.telemetry.devices import Device, reading, sums
from tests.flow.telemetry.stream import FUNCTION, TelemetryStream


def test_a_record_that_cannot_be_read_is_given_up_alone_and_its_neighbours_count_at_once(
    device: Device, stack: LocalStack, stream: TelemetryStream, log: list[tuple[str, str]]
) -> None:
    stack.disable(FUNCTION)
    now = device.now
    for n in range(7):
        device.send(reading(n, now))
        if n == 3:
            stream.put(b'{"body": {}, "owner": "nobody"}', key="any")
    stack.enable(FUNCTION)

    assert sums(device.counted()) == [(7, 7.0)], "though the other is tried again"
    assert stream.discarded() == {}

    stream.give_up()
    [told] = stream.discarded().values()
    assert told["KinesisBatchInfo"]["batchSize"] == 1
    assert told["requestContext"]["condition"] == "RetryAttemptsExhausted"
    [record] = json.loads(told["payload"])["Records"]
    assert base64.b64decode(record["kinesis"]["data"]) == b'{"body": {}, "owner": "nobody"}'
    assert sums(device.windows()) == [(7, 7.0)]
    assert any('"RecordFailed"' in line and '"ValidationError"' in line for _, line in log)

    device.send(reading(7, now))
    assert sums(device.counted()) == [(8, 8.0)]
    assert stream.replay() == {
        "batchItemFailures": [{"itemIdentifier": record["kinesis"]["sequenceNumber"]}]
    }, "it is still what it was"


def test_what_was_given_up_in_an_outage_counts_as_if_there_had_been_none(
    device: Device, stack: LocalStack, stream: TelemetryStream
) -> None:
    now = device.now
    stack.faults.fail_call(FUNCTION, "dynamodb", "PutItem", error="InternalServerError", times=1000)
    device.send(reading(0, now), reading(1, now))
    device.send(reading(2, now))
    stream.give_up()
    assert device.windows() == []
    kept = [
        record for told in stream.discarded().values() for record in json.loads(told["payload"])["Records"]
    ]
    assert len(kept) == 2

    stack.faults.clear()
    stack.clock.advance(minutes=7)
    device.send(reading(1, now), reading(3, now))
    assert stream.replay() == {"batchItemFailures": []}

    [window] = device.counted()
    assert window.count == 3
    assert window.late is not None
    assert window.late.count == 1, "what was accepted in time is not late for having waited"
    assert stream.replay() == {"batchItemFailures": []}
    assert device.windows() == [window], "and replaying it once more changes nothing"


def test_devices_for_which_there_is_no_time_come_again(
    device: Device, stack: LocalStack, log: list[tuple[str, str]]
) -> None:
    stack.disable(FUNCTION)
    device.send(reading(0, device.now))
    device.post([reading(1, device.now)])
    other = Device(stack, "pump-2")
    other.send(reading(0, device.now))
    stack.faults.delay_call(FUNCTION, "dynamodb", "Query", seconds=57, times=1)
    stack.enable(FUNCTION)
    stack.clock.advance(minutes=2)
    assert sums(device.windows()) == [(2, 2.0)]
    assert sums(other.windows()) == [(1, 1.0)]
    assert any('"RecordFailed"' in line and '"TimeoutError"' in line for _, line in log)
