"""The Lambda handler of `/deliveries`: parcels whose carrier has still to report, and what it reports.

Who may call it has a permission that customers and approvers lack: the carrier's.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aws_lambda_powertools.event_handler import Response
from pydantic import JsonValue

from functions.offload.api.groups import require_group
from functions.offload.api.routes import answer, body, owner, routes
from functions.offload.callback.answering import answering
from functions.offload.callback.question import Question
from functions.offload.store.timestamps import timestamp
from functions.order.contract import DeliveryReport
from functions.order.delivery import DELIVERY, reply_to

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

#: Of the Cognito users who may report, in a stage that has a user pool.
GROUP: Final = "carriers"

app = routes()

_deliveries = answering(DELIVERY.kind)


def handle(event: dict[str, object], context: "LambdaContext") -> dict[str, object]:
    """Answer one request."""
    return app.resolve(event, context)


@app.get("/deliveries")
def list_waiting() -> Response[str]:
    """List the parcels that are on their way, the longest first."""
    require_group(app, GROUP)
    cursor = (app.current_event.query_string_parameters or {}).get("cursor")
    return answer(HTTPStatus.OK, _deliveries.waiting(cursor, _shown))


@app.post("/deliveries/<id>")
def report(id: str) -> Response[str]:
    """Take the carrier's word on a parcel."""
    require_group(app, GROUP)
    told = body(app, DeliveryReport, "the body is no report of a delivery")
    question = _deliveries.find(id)
    reported = _deliveries.answer(question, told.status, by=owner(app), note=told.note, reply=reply_to(told))
    return answer(HTTPStatus.OK, _shown(reported))


def _shown(question: Question) -> dict[str, JsonValue]:
    shown: dict[str, JsonValue] = {
        "id": question.id,
        **question.about,
        "asked_at": question.asked_at,
        "answer_by": timestamp(question.answer_by),
    }
    if question.answer is not None:
        shown |= {"status": question.answer.word, "reported_at": question.answer.at}
    return shown
