"""Mail from end to end: what SES is given, and what the caller is told of each recipient."""

from local.stack import LocalStack
from tests.flow.callers import Caller
from tests.flow.email.mailings import (
    ADA,
    BOB,
    CLARA,
    RECEIPT,
    REPORT_READY,
    SENDER,
    WELCOME,
    answers_of,
    largest_mailing,
    mail,
    mailing,
    statuses_of,
)
from tests.flow.problems import problem_of


def test_each_recipient_gets_a_mail_of_their_own_and_the_caller_a_copy(
    caller: Caller, stack: LocalStack
) -> None:
    jobs = [mail(caller, [ADA, BOB], message) for message in (WELCOME, RECEIPT, REPORT_READY)]

    answers = [answer for job in jobs for answer in answers_of(job)]
    assert [(answer.address, answer.status) for answer in answers] == [(ADA, "sent"), (BOB, "sent")] * 3
    for answer, sent in zip(answers, stack.mails, strict=True):
        assert answer.message_id == sent.message_id
        assert sent.source == f"Offload <{SENDER}>"
        assert sent.recipients == (f"Ada Byron <{answer.address}>",)
        assert answer.href is not None
        copy = caller.anybody.get(answer.href)
        assert copy.headers["Content-Type"] == "text/html; charset=utf-8"
        assert copy.text == sent.html
    assert [sent.subject for sent in stack.mails[::2]] == [
        "Welcome to Offload, Ada Byron",
        "Your Offload receipt R-42",
        "Sales report for April 2030 is ready",
    ]
    assert "€84.90" in (stack.mails[2].text or "")


def test_a_text_that_would_begin_a_header_is_refused_at_the_door(caller: Caller, stack: LocalStack) -> None:
    injection = "Ada\r\nBcc: everybody@example.com"
    for payload in (
        mailing([ADA], name=injection),
        mailing([f"{ADA}\nBcc: {BOB}"]),
        mailing([f"{ADA}, {BOB}"]),
        mailing([ADA], {**WELCOME, "product": injection}),
        mailing([ADA], {**WELCOME, "start": "javascript:alert(1)"}),
    ):
        assert problem_of(caller.http.post("/jobs/email", json=payload)).status == 400
    assert stack.mails == ()


def test_what_a_stranger_writes_is_text_in_html(caller: Caller, stack: LocalStack) -> None:
    job = caller.submit("email", mailing([ADA], name='<img src=x onerror="alert(1)">'))

    assert caller.follow(job).status == "SUCCEEDED"
    (sent,) = stack.mails
    assert sent.html is not None
    assert "<img" not in sent.html
    assert "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;" in sent.html


def test_one_recipient_s_refusal_does_not_keep_the_others_from_their_mail(
    caller: Caller, stack: LocalStack
) -> None:
    job = mail(caller, [ADA, "bob@example..org", CLARA])

    assert (job.status, job.attempt) == ("SUCCEEDED", 1)
    assert statuses_of(job) == ["sent", "rejected", "sent"]
    assert answers_of(job)[1].reason == "BadRequest: Domain contains dot-dot"
    assert len(stack.mails) == 2


def test_nobody_is_mailed_from_an_address_that_is_not_ours(caller: Caller, stack: LocalStack) -> None:
    stack.client("sesv2").delete_email_identity(EmailIdentity=SENDER)

    # The largest payload there is: it does not fit into the job store.
    job = caller.follow(caller.submit("email", largest_mailing()))

    assert (job.status, job.failure, job.attempt) == ("FAILED", "SenderNotVerified", 1)
    assert stack.mails == ()


def test_what_ses_refuses_for_good_fails_at_once_with_its_reason(caller: Caller, stack: LocalStack) -> None:
    refusals = {
        "AccountSuspendedException": "AccountSuspended",
        "MailFromDomainNotVerifiedException": "SenderNotVerified",
        "NotFoundException": "ConfigurationMissing",
    }
    for error, failure in refusals.items():
        stack.faults.fail_call("email", "sesv2", "SendEmail", error=error, status=400)
        job = mail(caller, [ADA, BOB])
        assert (job.status, job.failure, job.attempt) == ("FAILED", failure, 1)
    assert stack.mails == ()
