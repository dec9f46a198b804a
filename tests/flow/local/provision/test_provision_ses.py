from local.mail_identities import confirm_all
from tests.flow.local.provision.conftest import AWS, Deploy

BUS = "arn:aws:events:us-east-1:123456789012:event-bus/default"


def test_a_sender_with_its_configuration_set_and_who_hears_of_its_mail(aws: AWS, deploy: Deploy) -> None:
    provisioned = deploy(
        {
            "Set": {
                "Type": "AWS::SES::ConfigurationSet",
                "Properties": {
                    "Name": "mail",
                    "SuppressionOptions": {"SuppressedReasons": ["BOUNCE"]},
                    "DeliveryOptions": {"TlsPolicy": "REQUIRE"},
                },
            },
            "Told": {
                "Type": "AWS::SES::ConfigurationSetEventDestination",
                "Properties": {
                    "ConfigurationSetName": {"Ref": "Set"},
                    "EventDestination": {
                        "Name": "bus",
                        "Enabled": True,
                        "EventBridgeDestination": {"EventBusArn": BUS},
                        "MatchingEventTypes": ["bounce", "deliveryDelay"],
                    },
                },
            },
            "Sender": {
                "Type": "AWS::SES::EmailIdentity",
                "Properties": {
                    "EmailIdentity": "us@example.com",
                    "ConfigurationSetAttributes": {"ConfigurationSetName": {"Ref": "Set"}},
                },
            },
        }
    )

    ses = aws("sesv2")
    assert provisioned.resources["App", "Sender"].ref == "us@example.com"
    identity = ses.get_email_identity(EmailIdentity="us@example.com")
    assert (identity["ConfigurationSetName"], identity["VerifiedForSendingStatus"]) == ("mail", False)
    (told,) = ses.get_configuration_set_event_destinations(ConfigurationSetName="mail")["EventDestinations"]
    assert (told["Name"], told["Enabled"]) == ("bus", True)
    assert told["MatchingEventTypes"] == ["BOUNCE", "DELIVERY_DELAY"]
    assert told["EventBridgeDestination"] == {"EventBusArn": BUS}


def test_the_owners_of_a_template_s_identities_have_agreed_when_the_stack_is_up(
    aws: AWS, deploy: Deploy
) -> None:
    deploy({"Sender": {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": "example.com"}}})

    confirm_all()

    identity = aws("sesv2").get_email_identity(EmailIdentity="example.com")
    assert (identity["VerifiedForSendingStatus"], identity["VerificationStatus"]) == (True, "SUCCESS")
