"""The worker of job type `email`: puts a job's mailer together from the function's environment."""

import os

from functions.email.brand import BRAND
from functions.email.contract import Email
from functions.email.result import Mailing
from functions.offload.aws import client
from functions.offload.job import Job
from functions.offload.worker import worker

_bucket = os.environ["PAYLOAD_BUCKET"]
_table = os.environ["OWN_TABLE"]
_from = os.environ["MAIL_FROM"]
_configuration_set = os.environ["CONFIGURATION_SET"]
_per_second = int(os.environ["MAILS_PER_SECOND"])
_kept_seconds = int(os.environ["RETENTION_DAYS"]) * 86_400


def email(job: Job, wanted: Email) -> Mailing:
    """Mail the job's message to its recipients."""
    # Jinja2 is loaded by the first job, not by every start: many a message turns out to need no work.
    from functions.email.answers import Answers
    from functions.email.copies import Copies
    from functions.email.mailing import Mailer
    from functions.email.sender import Sender
    from functions.email.suppression import SuppressionList
    from functions.offload.rate_limit import RateLimit

    dynamodb = client("dynamodb")
    mailer = Mailer(
        sender=Sender(client("sesv2"), BRAND.name, _from, _configuration_set),
        suppressed=SuppressionList(dynamodb, _table),
        answers=Answers(dynamodb, _table, job, _kept_seconds),
        copies=Copies(client("s3"), _bucket, job.ref),
        limit=RateLimit(dynamodb, _table, "ses", per_second=_per_second, burst=_per_second),
    )
    return mailer.mail(wanted)


handle = worker(Email, email)
