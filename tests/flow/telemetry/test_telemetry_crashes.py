"""The function dies around each AWS call it makes, and every reading counts once, every anomaly is one."""

import json

from local.stack import LocalStack
from tests.flow.crash_points import crash_points
from tests.flow.deaths import Deaths, writes
from tests.flow.telemetry.devices import MINUTE_MS, Device, reading, sums
from tests.flow.telemetry.stream import FUNCTION, TelemetryStream


def listen(stack: LocalStack) -> str:
    """Let a queue hear the anomalies on the bus; return its URL."""
    sqs, events = stack.client("sqs"), stack.client("events")
    url = sqs.create_queue(QueueName="anomalies")["QueueUrl"]
    arn = "arn:aws:sqs:us-east-1:123456789012:anomalies"
    pattern = {"source": ["offload.telemetry"], "detail-type": ["AnomalyDetected"]}
    events.put_rule(Name="anomalies", EventBusName="offload-dev", EventPattern=json.dumps(pattern))
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": arn,
            }
        ],
    }
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    events.put_targets(Rule="anomalies", EventBusName="offload-dev", Targets=[{"Id": "queue", "Arn": arn}])
    return url


def heard(stack: LocalStack, url: str) -> list[dict[str, object]]:
    """Return the details of the events heard since it was asked last."""
    found = []
    sqs = stack.client("sqs")
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(json.loads(message["Body"])["detail"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def test_readings_count_once_and_an_anomaly_is_one_wherever_the_function_dies(
    stack: LocalStack, stream: TelemetryStream, log: list[tuple[str, str]]
) -> None:
    deaths, url = Deaths(stack, log), listen(stack)

    def work(device: Device) -> None:
        """Two records in one batch, of which the second has an anomaly, seen from the minute before."""
        device.send(*(reading(n, device.now - MINUTE_MS, 20.0 + n % 2) for n in range(30)))
        stack.clock.advance(seconds=2)
        device.send(reading(30, device.now, 20.0))
        device.send(reading(31, device.now, 35.0), reading(30, device.now, 20.0))

    calls = stack.faults.record(FUNCTION)
    first = Device(stack, "pump-0")
    work(first)
    expected = first.counted()
    assert sums(expected) == [(30, 615.0), (2, 55.0)]
    [told] = heard(stack, url)
    assert told["id"] == f"{told['owner']}/pump-0/{expected[1].start}"
    assert (told["device"], told["value"], told["mean"]) == ("pump-0", 35.0, 20.5)
    assert expected[1].anomaly is not None
    operations = [call.operation for call in calls]
    assert operations == ["Query", "PutItem", "Query", "PutItem", "PutEvents", "PutItem"]

    for number, point in enumerate(crash_points(FUNCTION, writes(calls)), 1):
        device = Device(stack, f"pump-{number}")
        before = deaths.of(FUNCTION)
        point.set(stack)
        work(device)
        stack.clock.advance(seconds=8)
        assert deaths.of(FUNCTION) == before + 1, point
        assert sums(device.windows()) == sums(expected), point
        told_now = heard(stack, url)
        assert 1 <= len(told_now) <= 2, point
        assert {each["device"] for each in told_now} == {device.name}, point
        assert len({str(each["id"]) for each in told_now}) == 1, point
    assert stream.discarded() == {}
