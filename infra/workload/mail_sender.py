"""A sender of mail: the stage's address, and who hears what becomes of what it sends."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class MailSender:
    """The stage's `mail_from` as an identity of SES, and a configuration set: `offload-{stage}-{workload}`.

    Bounces, complaints and rejections come as events to the default bus, from where a Subscriber takes them.
    A function sends with the grant `SendMail()`. A workload has one sender at most.
    """
