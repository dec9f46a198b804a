"""What becomes of a mail, and who hears of it: SES's mailbox simulator lets everything happen on purpose."""

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.ses.mails import (
    BOUNCE,
    COMPLAINT,
    OUT_OF_OFFICE,
    SUCCESS,
    SUPPRESSED,
    Told,
    refused,
    send,
)

GUIDE = "https://docs.aws.amazon.com/ses/latest/dg"
API = "https://docs.aws.amazon.com/ses/latest/APIReference-V2"
SIMULATOR = f"{GUIDE}/send-an-email-from-console.html"
CONTENTS = f"{GUIDE}/event-publishing-retrieving-sns-contents.html"


@behaviour(
    SIMULATOR,
    "Bounce: The recipient's email provider rejects your email with an SMTP 550 5.1.1 (Unknown User) "
    "response code.",
)
def test_a_bounce_comes_as_an_event_to_the_default_bus(aws: Aws) -> None:
    told = Told(aws, "BOUNCE")

    message = send(aws, aws.mail_sender(), [BOUNCE], ConfigurationSetName=told.configuration_set)

    (event,) = told.events(1)
    detail = event["detail"]
    assert (event["source"], event["detail-type"]) == ("aws.ses", "Email Bounced")
    assert (detail["eventType"], detail["bounce"]["bounceType"]) == ("Bounce", "Permanent")
    (recipient,) = detail["bounce"]["bouncedRecipients"]
    assert recipient["emailAddress"] == BOUNCE
    assert recipient["status"] == "5.1.1"
    assert detail["mail"]["messageId"] == message
    assert detail["mail"]["destination"] == [BOUNCE]


@behaviour(
    SIMULATOR,
    "Complaint: The recipient's email provider accepts your email and delivers it to the recipient's inbox. "
    "The recipient decides that your message is unsolicited and clicks Mark as Spam.",
)
def test_a_complaint_comes_after_the_delivery(aws: Aws) -> None:
    told = Told(aws, "COMPLAINT", "DELIVERY", "BOUNCE")

    send(aws, aws.mail_sender(), [COMPLAINT], ConfigurationSetName=told.configuration_set)

    complaint, delivery = told.events(2)
    assert complaint["detail-type"] == "Email Complaint Received"
    assert complaint["detail"]["complaint"]["complainedRecipients"] == [{"emailAddress": COMPLAINT}]
    assert delivery["detail-type"] == "Email Delivered"
    assert delivery["detail"]["delivery"]["recipients"] == [COMPLAINT]


@behaviour(
    SIMULATOR,
    "Successful delivery: The recipient's email provider accepts your email. (It may have a label.)",
)
def test_mail_arrives_and_addresses_of_the_simulator_may_have_labels(aws: Aws) -> None:
    told, labelled = Told(aws, "SEND", "DELIVERY"), SUCCESS.replace("@", "+label@")

    send(aws, aws.mail_sender(), [labelled], ConfigurationSetName=told.configuration_set)

    delivered, sent = told.events(2)
    assert (delivered["detail-type"], sent["detail-type"]) == ("Email Delivered", "Email Sent")
    assert delivered["detail"]["delivery"]["recipients"] == [labelled]


@behaviour(
    CONTENTS,
    "bounceType: The type of bounce, as determined by Amazon SES (Undetermined, Permanent, Transient).",
)
def test_an_automatic_answer_is_a_transient_bounce(aws: Aws) -> None:
    told = Told(aws, "BOUNCE")

    send(aws, aws.mail_sender(), [OUT_OF_OFFICE], ConfigurationSetName=told.configuration_set)

    (event,) = told.events(1)
    assert event["detail"]["bounce"]["bounceType"] == "Transient"


@behaviour(
    SIMULATOR,
    "Recipient address on suppression list: Amazon SES generates a hard bounce as if the recipient's address "
    "is on the global suppression list.",
)
def test_the_simulator_knows_an_address_on_the_global_suppression_list(aws: Aws) -> None:
    told = Told(aws, "BOUNCE")

    send(aws, aws.mail_sender(), [SUPPRESSED], ConfigurationSetName=told.configuration_set)

    (event,) = told.events(1)
    bounce = event["detail"]["bounce"]
    assert (bounce["bounceType"], bounce["bounceSubType"]) == ("Permanent", "Suppressed")


@behaviour(
    f"{GUIDE}/sending-email-suppression-list.html",
    "If you attempt to send a message to an address that is on your account-level suppression list, Amazon "
    "SES accepts the message, but doesn't send it.",
)
def test_mail_to_an_address_on_the_accounts_suppression_list_bounces(aws: Aws) -> None:
    told, ses, address = (
        Told(aws, "BOUNCE", "DELIVERY"),
        aws.client("sesv2"),
        f"{aws.unique('gone')}@example.com",
    )
    ses.put_suppressed_destination(EmailAddress=address, Reason="COMPLAINT")
    listed = ses.get_suppressed_destination(EmailAddress=address)["SuppressedDestination"]
    assert (listed["EmailAddress"], listed["Reason"]) == (address, "COMPLAINT")

    assert send(aws, aws.mail_sender(), [address], ConfigurationSetName=told.configuration_set)

    (event,) = told.events(1)
    assert event["detail"]["bounce"]["bounceSubType"] == "OnAccountSuppressionList"
    ses.delete_suppressed_destination(EmailAddress=address)
    with refused("NotFoundException"):
        ses.get_suppressed_destination(EmailAddress=address)


@behaviour(
    f"{API}/API_EventDestinationDefinition.html",
    "MatchingEventTypes: An array that specifies which events the Amazon SES API v2 should send to the "
    "destinations.",
)
def test_only_the_events_that_were_asked_for_are_told(aws: Aws) -> None:
    told, sender = Told(aws, "COMPLAINT"), aws.mail_sender()

    send(aws, sender, [BOUNCE, SUCCESS], ConfigurationSetName=told.configuration_set)
    send(aws, sender, [COMPLAINT], ConfigurationSetName=told.configuration_set)

    (event,) = told.events(1)
    assert event["detail"]["mail"]["destination"] == [COMPLAINT]


@behaviour(
    f"{API}/API_EventBridgeDestination.html",
    "EventBusArn: The Amazon Resource Name (ARN) of the Amazon EventBridge bus to publish email events to. "
    "Only the default bus is supported.",
)
def test_no_other_bus_hears_of_mail(aws: Aws) -> None:
    name = aws.unique("set")
    ses = aws.client("sesv2")
    ses.create_configuration_set(ConfigurationSetName=name)

    with refused("BadRequestException"):
        ses.create_configuration_set_event_destination(
            ConfigurationSetName=name,
            EventDestinationName="bus",
            EventDestination={
                "Enabled": True,
                "MatchingEventTypes": ["BOUNCE"],
                "EventBridgeDestination": {
                    "EventBusArn": f"arn:aws:events:{aws.region}:{aws.account}:event-bus/own"
                },
            },
        )
