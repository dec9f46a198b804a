"""The Lambda handler of `/approvals`: orders that wait for a person, and what the person says.

Who may call it has a permission that customers lack; and nobody decides about an order of their own.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aws_lambda_powertools.event_handler import Response
from pydantic import JsonValue

from functions.offload.api.groups import require_group
from functions.offload.api.problem import Problem
from functions.offload.api.routes import answer, body, owner, routes
from functions.offload.callback.answering import answering
from functions.offload.callback.question import Question
from functions.offload.store.timestamps import timestamp
from functions.order.approval import APPROVAL, reply_to
from functions.order.contract import Decision

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

#: Of the Cognito users who may decide, in a stage that has a user pool.
GROUP: Final = "approvers"

app = routes()

_approvals = answering(APPROVAL.kind)


def handle(event: dict[str, object], context: "LambdaContext") -> dict[str, object]:
    """Answer one request."""
    return app.resolve(event, context)


@app.get("/approvals")
def list_waiting() -> Response[str]:
    """List the orders that wait, the longest first."""
    require_group(app, GROUP)
    cursor = (app.current_event.query_string_parameters or {}).get("cursor")
    return answer(HTTPStatus.OK, _approvals.waiting(cursor, _shown))


@app.post("/approvals/<id>")
def decide(id: str) -> Response[str]:
    """Approve an order, or reject it."""
    require_group(app, GROUP)
    decision = body(app, Decision, "the body is no decision")
    question, approver = _approvals.find(id), owner(app)
    if approver == question.owner:
        raise Problem(HTTPStatus.FORBIDDEN, "nobody decides about an order of their own")
    decided = _approvals.answer(
        question, decision.decision, by=approver, note=decision.comment, reply=reply_to(decision)
    )
    return answer(HTTPStatus.OK, _shown(decided))


def _shown(question: Question) -> dict[str, JsonValue]:
    shown: dict[str, JsonValue] = {
        "id": question.id,
        "order": question.job,
        "customer": question.owner,
        **question.about,
        "asked_at": question.asked_at,
        "answer_by": timestamp(question.answer_by),
    }
    if question.answer is not None:
        shown |= {"decision": question.answer.word, "decided_at": question.answer.at}
        shown |= {"decided_by": question.answer.by, "comment": question.answer.note}
    return shown
