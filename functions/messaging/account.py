"""The routes of an account: what it has used so far, and the statements of months that are over."""

import os
import re
import time
from datetime import UTC, datetime
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from functions.messaging.statements import Statements
from functions.messaging.tariff import Tariff
from functions.messaging.usage import Book
from functions.offload.api.problem import Problem
from functions.offload.api.routes import answer, owner, routes
from functions.offload.aws import client

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")

_book = Book(client("dynamodb"), os.environ["OWN_TABLE"])
_statements = Statements(client("dynamodb"), os.environ["OWN_TABLE"])
_tariff = Tariff.read()

app = routes()


@app.get("/usage")
def show_usage() -> Response[str]:
    """Show the caller's jobs of a month, `?month=2030-01`, by default the current one."""
    asked = (app.current_event.query_string_parameters or {}).get("month")
    month = _checked(asked or f"{datetime.fromtimestamp(time.time(), UTC):%Y-%m}", HTTPStatus.BAD_REQUEST)
    jobs = _book.jobs(owner(app), month)
    cents = sum(number * _tariff.price(kind) for kind, number in jobs.items())
    return answer(HTTPStatus.OK, {"month": month, "jobs": jobs, "cents": cents})


@app.get("/statements/<month>")
def show_statement(month: str) -> Response[str]:
    """Show the caller's statement of a month."""
    found = _statements.find(owner(app), _checked(month, HTTPStatus.NOT_FOUND))
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "there is no statement of this month")
    return answer(HTTPStatus.OK, found)


def _checked(month: str, otherwise: HTTPStatus) -> str:
    if not _MONTH.fullmatch(month):
        raise Problem(otherwise, "a month is written as 2030-01")
    return month


handle = app.resolve
