"""Feedback from SES: whoever mail bounces from for good, or who complains, is mailed no more."""

import json

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.email.mailings import answers_of, mail, statuses_of

BOUNCE, COMPLAINT, SUCCESS, OUT_OF_OFFICE = (
    f"{name}@simulator.amazonses.com" for name in ("bounce", "complaint", "success", "ooto")
)

#: Longer than an event takes from SES to the suppression list, in seconds.
SOON = 30


def test_a_hard_bounce_and_a_complaint_suppress_and_an_absence_does_not(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    everybody = [BOUNCE, COMPLAINT, SUCCESS, OUT_OF_OFFICE]
    assert statuses_of(mail(caller, everybody)) == ["sent"] * 4
    stack.clock.advance(seconds=SOON)

    job = mail(caller, [address.title() for address in everybody])

    assert statuses_of(job) == ["suppressed", "suppressed", "sent", "sent"]
    assert [answer.reason for answer in answers_of(job)[:2]] == ["bounce", "complaint"]
    assert len(stack.mails) == 6
    assert account.depth("email-feedback-dlq") == 0


def bounce_of(address: str, kind: str, at: str) -> str:
    """Return an event as EventBridge brings it."""
    return json.dumps(
        {
            "version": "0",
            "id": "b2f8e3a0-0000-4000-8000-000000000000",
            "detail-type": "Email Bounced",
            "source": "aws.ses",
            "account": "123456789012",
            "time": "2030-01-01T00:00:00Z",
            "region": "us-east-1",
            "resources": [],
            "detail": {
                "eventType": "Bounce",
                "bounce": {
                    "bounceType": kind,
                    "bounceSubType": "General",
                    "bouncedRecipients": [{"emailAddress": address}],
                    "timestamp": at,
                },
                "mail": {"messageId": "1"},
            },
        }
    )


def test_events_may_come_late_twice_and_in_any_order(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    stack.faults.fail_call("email-feedback", "dynamodb", "UpdateItem", error="InternalServerError", times=3)
    for kind, at in (
        ("Permanent", "2030-01-01T00:00:02.000Z"),
        ("Transient", "2030-01-01T00:00:03.000Z"),
        ("Permanent", "2030-01-01T00:00:02.000Z"),
        ("Permanent", "2030-01-01T00:00:01.000Z"),
    ):
        account.send("email-feedback", bounce_of(SUCCESS, kind, at))
    stack.clock.advance(seconds=SOON)

    assert statuses_of(mail(caller, [SUCCESS])) == ["suppressed"]
    assert (account.depth("email-feedback"), account.depth("email-feedback-dlq")) == (0, 0)


@pytest.mark.parametrize(
    "body", ["{", '{"detail": {}}', bounce_of(SUCCESS, "Rubber", "2030-01-01T00:00:00.000Z")]
)
def test_an_event_that_nobody_can_read_lies_in_the_dlq_with_the_reason(
    stack: LocalStack, account: Account, body: str
) -> None:
    account.send("email-feedback", body)
    stack.clock.advance(seconds=SOON)

    (dead,) = account.messages("email-feedback-dlq")
    assert dead.body == body
    assert dead.reason["error_type"]
    assert account.depth("email-feedback") == 0


def test_another_stage_s_bounces_are_not_heard(caller: Caller, stack: LocalStack) -> None:
    ses = stack.client("sesv2")
    ses.create_configuration_set(ConfigurationSetName="offload-prod-email")
    ses.create_configuration_set_event_destination(
        ConfigurationSetName="offload-prod-email",
        EventDestinationName="told",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["BOUNCE"],
            "EventBridgeDestination": {
                "EventBusArn": "arn:aws:events:us-east-1:123456789012:event-bus/default"
            },
        },
    )
    ses.send_email(
        FromEmailAddress="offload-dev@example.com",
        Destination={"ToAddresses": [BOUNCE]},
        Content={"Simple": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}}},
        ConfigurationSetName="offload-prod-email",
    )
    stack.clock.advance(seconds=SOON)

    assert statuses_of(mail(caller, [BOUNCE])) == ["sent"]
