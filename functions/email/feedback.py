"""The subscriber to SES's events: whoever mail bounces from for good, or who complains, is mailed no more."""

import os

from functions.email.feedback_events import Bounce, Complaint, Feedback
from functions.email.suppression import SuppressionList
from functions.offload.aws import client
from functions.offload.subscriber import Event, subscriber
from functions.offload.telemetry import count

_suppressed = SuppressionList(client("dynamodb"), os.environ["OWN_TABLE"])


def take_feedback(event: Event[Feedback]) -> None:
    """Suppress those whom an event is about, unless their mailbox was only full, or the like."""
    match event.detail.root:
        case Bounce(bounce=bounce):
            count("MailBounced", kind=bounce.kind)
            if bounce.kind == "Permanent":
                for affected in bounce.recipients:
                    _suppressed.suppress(affected.address, "bounce", bounce.timestamp)
        case Complaint(complaint=complaint):
            count("MailComplained")
            for affected in complaint.recipients:
                _suppressed.suppress(affected.address, "complaint", complaint.timestamp)


handle = subscriber(Feedback, take_feedback)
