"""A mailing: one message to each of its recipients, who are independent of each other.

What SES has answered for one is kept before the next is asked for, so an attempt that ends early, by a crash,
an outage or because it is not its turn, is continued by the next one and repeats nothing.
"""

from dataclasses import dataclass
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from functions.email.answers import Answers
from functions.email.contract import Email, Recipient
from functions.email.copies import Copies
from functions.email.errors import NotAllSent
from functions.email.rendering import render
from functions.email.result import Answer, Mailing, Rejected, Sent, Suppressed
from functions.email.sender import Paused, RecipientRefused, Sender, Throttled
from functions.email.suppression import SuppressionList
from functions.offload.errors import NotYet
from functions.offload.rate_limit import RateLimit
from functions.offload.telemetry import count, logger

#: So many failures one after the other are SES's, not the recipients': the rest waits for the next attempt.
OUTAGE: Final = 3


@dataclass(frozen=True)
class Mailer:
    """Sends the mails of one job.

    Args:
        sender: hands them to SES.
        suppressed: whom not to mail.
        answers: of this job, so far.
        copies: where each mail is kept.
        limit: the rate that all jobs share.
    """

    sender: Sender
    suppressed: SuppressionList
    answers: Answers
    copies: Copies
    limit: RateLimit

    def mail(self, wanted: Email) -> Mailing:
        """Mail everybody who has no answer yet, and return everybody's answer.

        Raises:
            NotYet: the rate, or SES, allows no more at the moment.
            NotAllSent: some could not be mailed, for a reason that may pass.
            PermanentError: nobody can be mailed.
        """
        answers = {each.address: self._standing(each) for each in wanted.recipients}
        open_ = [each for each in enumerate(wanted.recipients, 1) if answers[each[1].address] is None]
        failed: list[str] = []
        in_a_row = 0
        while open_:
            allowed = self.limit.take(self.answers.job.ref.key, len(open_))
            for number, recipient in open_[:allowed]:
                try:
                    answers[recipient.address] = self._mail(wanted, number, recipient)
                    in_a_row = 0
                except (ClientError, BotoCoreError) as error:
                    logger.exception("a mail could not be sent", extra={"recipient": number})
                    failed.append(f"recipient {number}: {error}")
                    in_a_row += 1
                    if in_a_row == OUTAGE:
                        raise NotAllSent(failed[-1]) from error
            open_ = open_[allowed:]
        if failed:
            raise NotAllSent("; ".join(failed))
        mailing = Mailing.of([answer for answer in answers.values() if answer is not None])
        for _ in range(mailing.suppressed):
            count("MailSuppressed")
        return mailing

    def _standing(self, recipient: Recipient) -> Answer | None:
        """Return the answer that needs no mail: the one there is, or that none is to be sent."""
        standing = self.answers.find(recipient.address)
        if standing is not None:
            return standing
        reason = self.suppressed.reason(recipient.address)
        return Suppressed(address=recipient.address, reason=reason) if reason is not None else None

    def _mail(self, wanted: Email, number: int, recipient: Recipient) -> Answer:
        mail = render(wanted.message, recipient)
        key = self.copies.keep(mail, number)
        answer: Sent | Rejected
        try:
            message_id = self.sender.send(mail, recipient)
            answer = Sent(address=recipient.address, message_id=message_id, key=key)
            count("MailSent")
        except RecipientRefused as refused:
            answer = Rejected(address=recipient.address, reason=str(refused))
            count("MailRejected")
        except Throttled as throttled:
            count("MailPaused" if isinstance(throttled, Paused) else "MailThrottled")
            self.limit.hold_off(throttled.seconds)
            raise NotYet(f"SES: {throttled}", seconds=throttled.seconds) from throttled
        # A crash before this line, or an answer of SES's that is lost on its way: both mail again, once.
        self.answers.keep(answer)
        return answer
