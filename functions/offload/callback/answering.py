"""The routes by which questions of one kind are listed and answered, as problem details where they cannot be.

Who may call them at all the API's permissions say. What is shown of a question is its workload's to choose;
the token is never shown.
"""

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from pydantic import JsonValue

from functions.offload.api.problem import Problem
from functions.offload.aws import client
from functions.offload.callback.bell import Bell
from functions.offload.callback.question import (
    Answer,
    Contradiction,
    NoSuchQuestion,
    Question,
    Reply,
    TooLate,
)
from functions.offload.callback.questions import Questions
from functions.offload.store.timestamps import instant, timestamp
from functions.offload.telemetry import count, logger, measure

#: Questions on a page at most: each is read by itself, as it stands.
PAGE: Final = 50

_ID = re.compile(r"[0-9a-f]{32}")
_CURSOR = re.compile(r"(?P<asked_at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)-(?P<id>[0-9a-f]{32})")


@dataclass(frozen=True)
class Answering:
    """Lists and answers the questions of one kind.

    Args:
        kind: of questions; the id of another kind's is unknown here.
        questions: where they stand.
        bell: wakes the workflow that waits.
    """

    kind: str
    questions: Questions
    bell: Bell

    def waiting(
        self, cursor: str | None, shown: Callable[[Question], dict[str, JsonValue]]
    ) -> dict[str, object]:
        """Return a page of what waits, the oldest first, and the cursor of the next.

        Raises:
            Problem: 400, the cursor is none of an earlier answer.
        """
        place = _CURSOR.fullmatch(cursor) if cursor is not None else None
        if cursor is not None and place is None:
            raise Problem(
                HTTPStatus.BAD_REQUEST, "cursor must be a cursor of an earlier answer", parameter="cursor"
            )
        after = (place["asked_at"], place["id"]) if place is not None else None
        page = self.questions.open(self.kind, limit=PAGE, after=after)
        answer: dict[str, object] = {"waiting": [shown(question) for question in page.questions]}
        if page.next is not None:
            answer["cursor"] = "-".join(page.next)
        return answer

    def find(self, question_id: str) -> Question:
        """Return a question of this kind. Raises Problem: 404, there is none of this id."""
        found = self.questions.find(question_id) if _ID.fullmatch(question_id) else None
        if found is None or found.kind != self.kind:
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no such {self.kind}")
        return found

    def answer(self, question: Question, word: str, *, by: str, note: str, reply: Reply) -> Question:
        """Write an answer down, then wake the workflow; the same again is answered the same.

        Raises:
            Problem: 409, it has been answered in another way, or nobody waits any more.
        """
        now = time.time()
        given = Answer(word=word, by=by, at=timestamp(now), note=note, reply=reply)
        try:
            answered = self.questions.answer(question.id, given, now=now)
        except NoSuchQuestion as error:
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no such {self.kind}") from error
        except Contradiction as error:
            standing = error.answer
            raise Problem(
                HTTPStatus.CONFLICT,
                f"it was answered {standing.word!r} at {standing.at}",
                answer=standing.word,
            ) from error
        except TooLate as error:
            raise Problem(HTTPStatus.CONFLICT, f"nobody waits for this answer any more: {error}") from error
        self.bell.ring(answered)
        if answered.answer == given:
            logger.info("answered", extra={"question": question.id, "word": word, "by": by})
            count("Answered", kind=self.kind, word=word)
            measure("AskedToAnswered", now - instant(question.asked_at), kind=self.kind)
        return answered


def answering(kind: str) -> Answering:
    """Return the answering of a kind of questions; OWN_TABLE names the table they stand in."""
    return Answering(
        kind, Questions(client("dynamodb"), os.environ["OWN_TABLE"]), Bell(client("stepfunctions"))
    )
