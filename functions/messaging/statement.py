"""The worker of `statement`: adds up what an account owes for a month."""

import os

from functions.messaging.contract import Statement
from functions.messaging.statements import Line, MonthlyStatement
from functions.messaging.tariff import Tariff
from functions.messaging.usage import Book
from functions.offload.aws import client
from functions.offload.errors import PermanentError
from functions.offload.job import Job
from functions.offload.worker import worker

#: The owner of the jobs that a closing submits.
ACCOUNTING = "service:accounting"

_book = Book(client("dynamodb"), os.environ["OWN_TABLE"])
_tariff = Tariff.read()


class NotYourAccount(PermanentError):
    """A statement is for the account itself and for the accounting."""


def state(job: Job, asked: Statement) -> MonthlyStatement:
    """Return the statement; it is small enough to come with the event that tells of its making."""
    if job.ref.owner not in (ACCOUNTING, asked.account):
        raise NotYourAccount("you have no statement of this account")
    jobs = sorted(_book.jobs(asked.account, asked.month).items())
    lines = tuple(Line(type=kind, jobs=number, cents=number * _tariff.price(kind)) for kind, number in jobs)
    return MonthlyStatement(
        account=asked.account, month=asked.month, lines=lines, cents=sum(line.cents for line in lines)
    )


handle = worker(Statement, state)
