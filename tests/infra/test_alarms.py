"""Alarms: what people are told of, and through what."""

import json
from pathlib import Path

from infra.catalog import CATALOG
from infra.workload.job_types import WorkflowType
from infra.workload.silence_alarm import SilenceAlarm
from tests.infra.synthesis import synthesize
from tests.infra.template import Template, named, plain

FUNCTION = "AWS::Lambda::Function"
PLAIN_HTTP = {"Bool": {"aws:SecureTransport": "false"}}


def test_every_alarm_of_any_stack_speaks_to_the_one_topic(service: Template) -> None:
    (topic,) = service.of_type("AWS::SNS::Topic")
    for alarm in service.of_type("AWS::CloudWatch::Alarm").values():
        (told,) = alarm["AlarmActions"]
        assert told == {"Ref": topic} or plain(told).endswith(":offload-dev-alarms")
        silence = alarm["ComparisonOperator"] == "LessThanThreshold"
        assert alarm["TreatMissingData"] == ("breaching" if silence else "notBreaching")


def test_the_topic_is_encrypted_with_a_key_cloudwatch_may_use_and_refuses_plain_http(
    service: Template,
) -> None:
    topic = service.only("AWS::SNS::Topic")
    key = service.of_type("AWS::KMS::Key")[named(topic["KmsMasterKeyId"])]
    allowed = [s["Principal"] for s in key["KeyPolicy"]["Statement"] if s["Effect"] == "Allow"]
    assert {"Service": "cloudwatch.amazonaws.com"} in allowed
    assert key["EnableKeyRotation"] is True
    statements = service.only("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    assert [s["Condition"] for s in statements if s["Effect"] == "Deny"] == [PLAIN_HTTP]


def test_a_stage_with_an_address_mails_alarms_there(tmp_path: Path) -> None:
    service = synthesize(tmp_path, settings={"alarm_email": "ops@example.com"}).service
    subscription = service.only("AWS::SNS::Subscription")
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "ops@example.com")


def test_errors_alarm_unless_a_state_machine_handles_them(service: Template) -> None:
    watched = {
        service.of_type(FUNCTION)[named(alarm["Dimensions"][0]["Value"])]["FunctionName"]
        for alarm in service.of_type("AWS::CloudWatch::Alarm").values()
        if (alarm.get("Namespace"), alarm["MetricName"]) == ("AWS/Lambda", "Errors")
    }
    steps = {
        f"offload-dev-{workflow.name}-{step.name}"
        for workload in CATALOG
        for workflow in workload.of(WorkflowType)
        for step in workflow.steps
    }
    names = {function["FunctionName"] for function in service.of_type(FUNCTION).values()}
    assert steps < names
    assert watched == names - steps


def test_failed_jobs_of_each_type_raise_an_alarm(service: Template) -> None:
    watched = {
        json.dumps({dimension["Name"]: dimension["Value"] for dimension in alarm["Dimensions"]}): alarm[
            "Threshold"
        ]
        for alarm in service.of_type("AWS::CloudWatch::Alarm").values()
        if alarm["MetricName"] == "JobEnded"
    }
    assert watched == {
        json.dumps({"status": "FAILED", "type": job_type.name}): job_type.failures
        for workload in CATALOG
        for job_type in workload.job_types
    }


def test_a_stuck_workflow_raises_an_alarm_whoever_finds_it(service: Template) -> None:
    watched = {
        alarm["Dimensions"][0]["Value"]: alarm["Threshold"]
        for alarm in service.of_type("AWS::CloudWatch::Alarm").values()
        if (alarm.get("Namespace"), alarm["MetricName"]) == ("Offload", "CompensationFailed")
    }
    assert watched == {"settle": 0, "sweep": 0}


def test_a_dlq_alarms_as_soon_as_it_holds_a_message_and_a_queue_when_it_lags(service: Template) -> None:
    watched = {
        (named(alarm["Dimensions"][0]["Value"]), alarm["MetricName"], alarm["Threshold"])
        for alarm in service.of_type("AWS::CloudWatch::Alarm").values()
        if alarm.get("Namespace") == "AWS/SQS"
    }
    for name, queue in service.of_type("AWS::SQS::Queue").items():
        if "RedrivePolicy" in queue:
            assert (name, "ApproximateAgeOfOldestMessage", 900) in watched
        else:
            assert (name, "ApproximateNumberOfMessagesVisible", 0) in watched


def test_what_should_happen_each_night_and_does_not_raises_an_alarm(service: Template) -> None:
    silences = {
        alarm["AlarmName"]: (
            alarm["MetricName"],
            alarm["Period"] * alarm["EvaluationPeriods"],
            alarm["Threshold"],
        )
        for alarm in service.of_type("AWS::CloudWatch::Alarm").values()
        if alarm["ComparisonOperator"] == "LessThanThreshold"
    }
    assert silences == {
        f"offload-dev-{workload.short_name(part.name)}": (part.metric, part.hours * 3600, 1)
        for workload in CATALOG
        for part in workload.of(SilenceAlarm)
    }
