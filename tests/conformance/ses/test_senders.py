"""Who may send mail, to how many, and with what permission."""

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.iam.attempts import Caller, allow
from tests.conformance.ses.mails import SUCCESS, refused, send

GUIDE = "https://docs.aws.amazon.com/ses/latest/dg"
API = "https://docs.aws.amazon.com/ses/latest/APIReference-V2"


@behaviour(
    f"{GUIDE}/verify-addresses-and-domains.html",
    "Before you can send an email using Amazon SES, you must create and verify each identity that you're "
    "going to use as a From, Source, Sender, or Return-Path address.",
)
def test_nobody_sends_from_an_address_before_its_owner_has_agreed(aws: Aws) -> None:
    address = f"{aws.unique('nobody')}@example.com"
    with refused("MessageRejected", saying="Email address is not verified"):
        send(aws, address, [SUCCESS])

    aws.client("sesv2").create_email_identity(EmailIdentity=address)
    with refused("MessageRejected", saying="Email address is not verified"):
        send(aws, address, [SUCCESS])


@behaviour(
    f"{API}/API_IdentityInfo.html",
    "PENDING: The verification process was initiated, but Amazon SES hasn't yet been able to verify the "
    "identity.",
)
def test_a_new_identity_is_pending(aws: Aws) -> None:
    ses, address = aws.client("sesv2"), f"{aws.unique('new')}@example.com"

    made = ses.create_email_identity(EmailIdentity=address)

    assert made["VerifiedForSendingStatus"] is False
    shown = ses.get_email_identity(EmailIdentity=address)
    assert shown["IdentityType"] == "EMAIL_ADDRESS"
    assert shown["VerificationStatus"] == "PENDING"


@behaviour(
    f"{API}/API_CreateEmailIdentity.html",
    "AlreadyExistsException: The resource specified in your request already exists.",
)
def test_an_identity_is_made_once(aws: Aws) -> None:
    ses, address = aws.client("sesv2"), f"{aws.unique('twice')}@example.com"
    ses.create_email_identity(EmailIdentity=address)

    with refused("AlreadyExistsException"):
        ses.create_email_identity(EmailIdentity=address)


@behaviour(f"{GUIDE}/quotas.html", "Maximum number of recipients per message: 50 recipients per message.")
def test_a_mail_goes_to_fifty_recipients_and_no_more(aws: Aws) -> None:
    sender = aws.mail_sender()
    addresses = [f"success+{number}@simulator.amazonses.com" for number in range(51)]

    assert send(aws, sender, addresses[:50])
    with refused("BadRequestException"):
        send(aws, sender, addresses)


@behaviour(
    f"{API}/API_Destination.html",
    "Amazon SES does not support the SMTPUTF8 extension. The local part of a destination email address may "
    "only contain 7-bit ASCII characters.",
)
def test_an_address_that_no_mail_can_go_to_is_refused(aws: Aws) -> None:
    sender = aws.mail_sender()

    for address in ("åsa@example.com", "ada", "ada@example..com", "@example.com"):
        with refused("BadRequestException"):
            send(aws, sender, [address])


@behaviour(
    f"{API}/API_SendEmail.html", "NotFoundException: The resource you attempted to access doesn't exist."
)
def test_a_mail_is_not_sent_with_a_configuration_set_that_is_not_there(aws: Aws) -> None:
    with refused("NotFoundException"):
        send(aws, aws.mail_sender(), [SUCCESS], ConfigurationSetName=aws.unique("nothing"))


@behaviour(
    f"{GUIDE}/control-user-access.html",
    'Restricting the "From" address: "ses:FromAddress": "marketing@example.com"',
)
def test_a_condition_on_the_sender_lets_nobody_send_as_somebody_else(aws: Aws) -> None:
    own, other = aws.mail_sender(), aws.mail_sender()
    identities = f"arn:aws:ses:{aws.region}:{aws.account}:identity/*"
    caller = Caller(
        aws, allow("ses:SendEmail", identities, Condition={"StringEquals": {"ses:FromAddress": own}})
    )
    mail = {
        "Destination": {"ToAddresses": [SUCCESS]},
        "Content": {"Simple": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}}},
    }

    assert caller.attempt("sesv2", "send_email", FromEmailAddress=f"Us <{own}>", **mail).code == ""
    denied = caller.attempt("sesv2", "send_email", FromEmailAddress=other, **mail)
    assert denied.code == "AccessDeniedException"
    assert f"identity/{other}" in denied.message


@behaviour(
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html",
    "SendEmail: resource types identity*, configuration-set, template",
)
def test_a_mail_needs_a_permission_on_its_configuration_set_as_well(aws: Aws) -> None:
    sender, name = aws.mail_sender(), aws.unique("set")
    aws.client("sesv2").create_configuration_set(ConfigurationSetName=name)
    arn = f"arn:aws:ses:{aws.region}:{aws.account}"
    caller = Caller(aws, allow("ses:SendEmail", f"{arn}:identity/{sender}"))

    denied = caller.attempt(
        "sesv2",
        "send_email",
        FromEmailAddress=sender,
        ConfigurationSetName=name,
        Destination={"ToAddresses": [SUCCESS]},
        Content={"Simple": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}}},
    )

    assert denied.code == "AccessDeniedException"
    assert f"{arn}:configuration-set/{name}" in denied.message
