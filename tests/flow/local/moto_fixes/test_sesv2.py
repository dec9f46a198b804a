"""SES of an account: its quotas, its sandbox, its configuration sets; what nobody can be asked for on AWS."""

from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local.hub import Hub
from local.mail_identities import confirm
from local.moto_fixes.sesv2.account import PRODUCTION, SANDBOX, sent_mails
from tests.flow.local.moto_fixes.machines import REGION
from tests.unit.aws_session import aws_session

OWN, FRIEND, STRANGER = "us@example.com", "friend@example.org", "stranger@example.net"
SIMULATED = "success@simulator.amazonses.com"


@pytest.fixture
def ses(hub: Hub) -> Any:
    client = aws_session().client("sesv2", config=Config(retries={"total_max_attempts": 1}))
    client.create_email_identity(EmailIdentity=OWN)
    confirm(OWN)
    return client


def send(ses: Any, *to: str, **more: Any) -> None:
    """Send a mail, with a text and HTML."""
    body = {"Text": {"Data": "Hello"}, "Html": {"Data": "<p>Hello</p>"}}
    ses.send_email(
        FromEmailAddress=f"Us <{OWN}>",
        Destination={"ToAddresses": to},
        Content={"Simple": {"Subject": {"Data": "Hello"}, "Body": body}},
        **more,
    )


def enter_sandbox(ses: Any) -> None:
    """Give up what an account gets when AWS lets it out of the sandbox."""
    ses.put_account_details(
        MailType="TRANSACTIONAL", WebsiteURL="https://example.com", ProductionAccessEnabled=False
    )


def test_the_sandbox_mails_nobody_who_has_not_agreed(ses: Any, hub: Hub) -> None:
    assert ses.get_account()["ProductionAccessEnabled"] is True
    send(ses, STRANGER)
    enter_sandbox(ses)
    hub.advance(1)
    assert ses.get_account()["ProductionAccessEnabled"] is False

    with pytest.raises(ClientError, match=f"region US-EAST-1: {STRANGER}"):
        send(ses, SIMULATED, STRANGER)

    ses.create_email_identity(EmailIdentity=FRIEND.partition("@")[2])
    confirm(FRIEND.partition("@")[2])
    send(ses, FRIEND, SIMULATED)
    assert [mail.recipients for mail in sent_mails(REGION)] == [(STRANGER,), (FRIEND, SIMULATED)]


def test_what_was_sent_can_be_read_as_it_was_sent(ses: Any) -> None:
    send(ses, STRANGER)

    (mail,) = sent_mails(REGION)
    assert (mail.source, mail.subject, mail.text, mail.html) == (
        f"Us <{OWN}>",
        "Hello",
        "Hello",
        "<p>Hello</p>",
    )


@pytest.mark.parametrize("quota", [SANDBOX, PRODUCTION])
def test_nobody_sends_faster_than_ses_allows_for_long(ses: Any, hub: Hub, quota: object) -> None:
    if quota is SANDBOX:
        enter_sandbox(ses)
    rate = int(ses.get_account()["SendQuota"]["MaxSendRate"])

    for _ in range(3):
        for _ in range(rate):
            send(ses, SIMULATED)
        with pytest.raises(ClientError, match=r"TooManyRequestsException.*Maximum sending rate exceeded"):
            send(ses, SIMULATED)
        hub.advance(1)


def test_the_quota_of_a_day_frees_itself_when_a_day_is_over(ses: Any, hub: Hub) -> None:
    enter_sandbox(ses)
    for _ in range(SANDBOX.a_day // 50):
        send(ses, *[SIMULATED] * 50)
        hub.advance(50)
    assert ses.get_account()["SendQuota"]["SentLast24Hours"] == SANDBOX.a_day

    with pytest.raises(ClientError, match=r"TooManyRequestsException.*Daily message quota exceeded"):
        send(ses, SIMULATED)
    hub.advance(86_400)
    send(ses, SIMULATED)


def test_a_configuration_set_that_is_not_there_is_not_found(ses: Any) -> None:
    for call in (ses.get_configuration_set, ses.delete_configuration_set):
        with pytest.raises(ClientError, match="NotFoundException"):
            call(ConfigurationSetName="none")
    ses.create_configuration_set(ConfigurationSetName="one")
    with pytest.raises(ClientError, match="AlreadyExistsException"):
        ses.create_configuration_set(ConfigurationSetName="one")


def test_nothing_is_sent_with_a_configuration_set_that_is_paused(ses: Any) -> None:
    ses.create_configuration_set(ConfigurationSetName="one", SendingOptions={"SendingEnabled": False})

    with pytest.raises(ClientError, match="SendingPausedException"):
        send(ses, SIMULATED, ConfigurationSetName="one")


def test_a_mail_that_is_too_large_is_refused(ses: Any) -> None:
    with pytest.raises(ClientError, match=r"BadRequestException.*Message length is more than"):
        ses.send_email(
            FromEmailAddress=OWN,
            Destination={"ToAddresses": [SIMULATED]},
            Content={
                "Simple": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x" * (31 * 1024 * 1024)}}}
            },
        )


def test_what_nobody_here_would_render_or_hear_is_refused(ses: Any) -> None:
    with pytest.raises(ClientError, match="templates of SES's own"):
        ses.send_email(
            FromEmailAddress=OWN,
            Destination={"ToAddresses": [SIMULATED]},
            Content={"Template": {"TemplateName": "x", "TemplateData": "{}"}},
        )
    ses.create_configuration_set(ConfigurationSetName="one")
    with pytest.raises(ClientError, match="to the default event bus only"):
        ses.create_configuration_set_event_destination(
            ConfigurationSetName="one",
            EventDestinationName="topic",
            EventDestination={
                "MatchingEventTypes": ["BOUNCE"],
                "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:bounces"},
            },
        )
