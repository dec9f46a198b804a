"""A mailing: one message to each of its recipients, who are independent of each other.

What SES has answered for one is kept before the next is asked for, so an attempt that ends early, by a crash,
an outage or because it is not its turn, is continued by the next one and repeats nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from functions.email.answers import Answers, Failed
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

#: None: the recipient's mail has yet to be tried.
Outcome = Answer | Failed | None

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
        outcomes = self._standing([recipient.address for recipient in wanted.recipients])
        waiting = [each for each in enumerate(wanted.recipients, 1) if outcomes[each[1].address] is None]
        failures_in_a_row = 0
        while waiting:
            allowed = self.limit.take(self.answers.job.ref.key, len(waiting))
            for number, recipient in waiting[:allowed]:
                outcome = outcomes[recipient.address] = self._mail(wanted, number, recipient)
                failures_in_a_row = failures_in_a_row + 1 if isinstance(outcome, Failed) else 0
                if isinstance(outcome, Failed) and failures_in_a_row == OUTAGE:
                    raise NotAllSent(f"SES does not answer: {outcome.reason}")
            waiting = waiting[allowed:]
        return _mailing(outcomes.values())

    def _standing(self, addresses: Sequence[str]) -> dict[str, Outcome]:
        """Return the outcomes that need no mail: those there are, and that none is to be sent."""
        answers, reasons = self.answers.find(addresses), self.suppressed.find(addresses)
        suppressed = {address: Suppressed(address=address, reason=why) for address, why in reasons.items()}
        return {address: answers.get(address, suppressed.get(address)) for address in addresses}

    def _mail(self, wanted: Email, number: int, recipient: Recipient) -> Sent | Rejected | Failed:
        mail = render(wanted.message, recipient)
        key = self.copies.keep(mail, f"{wanted.message.template}-{number}")
        answer: Sent | Rejected | Failed
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
        except (ClientError, BotoCoreError) as error:
            logger.exception("a mail could not be sent", extra={"recipient": number})
            answer = Failed(recipient.address, str(error))
            count("MailFailed")
        # A crash before this line, or an answer of SES's that is lost on its way: both mail again, once.
        self.answers.keep(answer)
        return answer


def _mailing(outcomes: Iterable[Outcome]) -> Mailing:
    """Return the result of an attempt that has tried everybody. Raises NotAllSent."""
    outcomes = list(outcomes)
    failed = [f"{outcome.address}: {outcome.reason}" for outcome in outcomes if isinstance(outcome, Failed)]
    if failed:
        raise NotAllSent(f"{len(failed)} of {len(outcomes)}: {'; '.join(failed)}")
    mailing = Mailing.of([each for each in outcomes if isinstance(each, Sent | Rejected | Suppressed)])
    for _ in range(mailing.suppressed):
        count("MailSuppressed")
    return mailing
