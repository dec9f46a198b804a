"""The routes of a function behind API Gateway, with the kit's answers to whatever goes wrong.

app = routes()

@app.get("/webhooks/<id>")
def show(id: str) -> Response[str]:
    return answer(HTTPStatus.OK, webhooks.get(owner(app), id))

handle = app.resolve
"""

import json
import os
from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeVar

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from pydantic import BaseModel, ValidationError

from functions.offload.api.owner import OwnerFrom, owner_of
from functions.offload.api.problem import Problem
from functions.offload.telemetry import logger

M = TypeVar("M", bound=BaseModel)


def routes() -> APIGatewayRestResolver:
    """Return a resolver: a Problem is answered as raised, an unknown path by 404, our mistakes by 500."""
    app = APIGatewayRestResolver()
    app.exception_handler(Problem)(_answer_problem)
    app.exception_handler(Exception)(_answer_mistake)
    app.not_found(_answer_not_found)
    return app


def owner(app: APIGatewayRestResolver) -> str:
    """Return the owner that the current request speaks for; OWNER_FROM says which part of its identity."""
    return owner_of(app.current_event, OwnerFrom(os.environ["OWNER_FROM"]))


def body(app: APIGatewayRestResolver, contract: type[M], detail: str) -> M:
    """Return the body of the current request.

    Args:
        app: the resolver.
        contract: what it has to keep.
        detail: what is wrong with one that does not, in one sentence.

    Raises:
        Problem: 400, with each field that is wrong.
    """
    try:
        return contract.model_validate_json(app.current_event.body or "")
    except ValidationError as error:
        wrong = [
            {"field": ".".join(map(str, found["loc"])) or "body", "detail": found["msg"]}
            for found in error.errors()
        ]
        raise Problem(HTTPStatus.BAD_REQUEST, detail, errors=wrong) from error


def answer(status: HTTPStatus, content: Mapping[str, object]) -> Response[str]:
    """Return an answer in JSON that nobody may cache."""
    return Response(
        status_code=status.value,
        content_type="application/json",
        body=json.dumps(content, ensure_ascii=False),
        headers={"Cache-Control": "no-store"},
    )


def _answer_problem(problem: Problem) -> Response[str]:
    return problem.response()


def _answer_mistake(error: Exception) -> Response[str]:
    # The log has it whole, the caller learns only that it was ours.
    logger.exception("a request failed", exc_info=error)
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong on our side").response()


def _answer_not_found(_: NotFoundError) -> Response[str]:
    return Problem(HTTPStatus.NOT_FOUND, "there is nothing here").response()
