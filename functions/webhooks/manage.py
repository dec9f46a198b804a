"""The routes by which callers look after their webhooks: register, look, enable, remove, replay."""

import secrets
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response

from functions.offload.api.problem import Problem
from functions.offload.api.routes import answer, body, owner, routes
from functions.offload.store.timestamps import timestamp
from functions.webhooks.addresses import Forbidden, check
from functions.webhooks.contract import Webhook
from functions.webhooks.due import Due
from functions.webhooks.environment import deliveries, records, trusted_origins
from functions.webhooks.signature import new_secret
from functions.webhooks.webhook import MAX_WEBHOOKS, Message, Registered, State

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

#: Messages on a page.
PAGE = 50

app = routes()
_records, _deliveries, _trusted = records(), deliveries(), trusted_origins()


def handle(event: dict[str, object], context: "LambdaContext") -> dict[str, object]:
    """Answer one request."""
    return app.resolve(event, context)


@app.post("/webhooks")
def register() -> Response[str]:
    """Register a webhook; its secret is told this once."""
    wanted = body(app, Webhook, "the body is no webhook")
    caller = owner(app)
    try:
        check(wanted.url, _trusted)
    except Forbidden as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "the body is no webhook",
            errors=[{"field": "url", "detail": str(error)}],
        ) from error
    if len(list(_records.webhooks(caller))) >= MAX_WEBHOOKS:
        raise Problem(
            HTTPStatus.CONFLICT, f"you have {MAX_WEBHOOKS} webhooks, which is as many as one can have"
        )
    now = time.time()
    webhook = Registered(
        owner=caller,
        id=f"wh_{int(now * 1000):013d}_{secrets.token_hex(6)}",
        url=wanted.url,
        secret=new_secret(),
        events=list(wanted.events),
        job_types=list(wanted.job_types),
        state=State.ACTIVE,
        failures=0,
        registered_at=timestamp(now),
    )
    _records.register(webhook)
    return answer(HTTPStatus.CREATED, {**_shown(webhook), "secret": webhook.secret})


@app.get("/webhooks")
def list_webhooks() -> Response[str]:
    """Show the caller's webhooks."""
    return answer(HTTPStatus.OK, {"webhooks": [_shown(webhook) for webhook in _records.webhooks(owner(app))]})


@app.get("/webhooks/<id>")
def show(id: str) -> Response[str]:
    """Show one webhook, with its latest messages; `?cursor=` for older ones."""
    webhook = _own(id)
    after = app.current_event.get_query_string_value("cursor")
    page = _records.messages(webhook.owner, webhook.id, limit=PAGE, after=after)
    content = {**_shown(webhook), "messages": [_told(message) for message in page.messages]}
    return answer(HTTPStatus.OK, {**content, "cursor": page.after} if page.after else content)


@app.delete("/webhooks/<id>")
def remove(id: str) -> Response[str]:
    """Forget a webhook; messages that are under way are not sent any more."""
    if not _records.remove(owner(app), id):
        raise _unknown()
    return Response(status_code=HTTPStatus.NO_CONTENT.value)


@app.post("/webhooks/<id>/enable")
def enable(id: str) -> Response[str]:
    """Make a disabled webhook active again."""
    webhook = _records.enable(owner(app), id)
    if webhook is None:
        raise _unknown()
    return answer(HTTPStatus.OK, _shown(webhook))


@app.post("/webhooks/<id>/messages/<message>/replay")
def replay(id: str, message: str) -> Response[str]:
    """Deliver a message once more, with the same id and a new signature."""
    webhook = _own(id)
    if webhook.state is State.DISABLED:
        raise Problem(HTTPStatus.CONFLICT, "the webhook is disabled: enable it first")
    known = _records.message(webhook.owner, webhook.id, message)
    if known is None:
        raise Problem(HTTPStatus.NOT_FOUND, "the webhook has no such message")
    if not _records.begin_again(known):
        raise Problem(HTTPStatus.CONFLICT, "the message is under way already")
    due = Due(owner=webhook.owner, webhook=webhook.id, message=message)
    _deliveries.send(due, group=f"{webhook.owner}.{webhook.id}", once=f"{message} {known.attempts}")
    return answer(HTTPStatus.ACCEPTED, {"id": message, "status": "pending"})


def _own(id: str) -> Registered:
    webhook = _records.webhook(owner(app), id)
    if webhook is None:
        raise _unknown()
    return webhook


def _unknown() -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, "you have no such webhook")


def _shown(webhook: Registered) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": webhook.id,
        "url": webhook.url,
        "events": list(webhook.events),
        "job_types": list(webhook.job_types),
        "state": webhook.state,
        "failures": webhook.failures,
        "registered_at": webhook.registered_at,
    }
    return shown if webhook.why is None else {**shown, "why": webhook.why}


def _told(message: Message) -> dict[str, object]:
    return {
        "id": message.id,
        "event": message.event,
        "status": message.status,
        "attempts": message.attempts,
        "answer": message.answer,
        "attempted_at": message.attempted_at,
    }
