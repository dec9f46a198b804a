"""The questions of a workload, in its own table: asked once a run, answered or closed once.

A question is one item under its id; an item under kind, job and run leads to it. Whoever comes first, an
answer or the closing, has its condition met; the other finds out. An open question is in the index `open`.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from pydantic import JsonValue

from functions.offload.attributes import Plain, from_item, to_attribute, to_item
from functions.offload.callback.question import Answer, Contradiction, NoSuchQuestion, Question, TooLate
from functions.offload.step import StepJob
from functions.offload.store.timestamps import timestamp

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import (
        AttributeValueTypeDef,
        QueryInputTypeDef,
        TransactWriteItemTypeDef,
        UniversalAttributeValueTypeDef,
    )

    _Item = Mapping[str, AttributeValueTypeDef]

#: Step Functions forgets an execution after 90 days; until then its run cannot come again.
KEPT_SECONDS: Final = 90 * 24 * 3600

#: The sparse index of open questions: a kind's, the oldest first. Its keys are `open_kind` and `asked_at`.
INDEX: Final = "open"


@dataclass(frozen=True)
class Page:
    """A part of the open questions of a kind.

    Attributes:
        questions: the oldest first.
        next: the asked_at and the id after which to go on, None at the end.
    """

    questions: tuple[Question, ...]
    next: tuple[str, str] | None


@dataclass(frozen=True)
class Questions:
    """The questions in a table.

    Args:
        dynamodb: a low-level client.
        table: the table's name; its partition key is `key`, and it has the index `open`.
    """

    dynamodb: "DynamoDBClient"
    table: str

    def ask(
        self,
        kind: str,
        job: StepJob,
        token: str,
        about: dict[str, JsonValue],
        *,
        within_seconds: float,
        now: float,
    ) -> Question:
        """Ask, once for each kind and run; asked again, the question waits with the new token instead."""
        asked = Question(
            id=secrets.token_hex(16),
            kind=kind,
            owner=job.owner,
            job=job.id,
            run=job.run,
            about=about,
            asked_at=timestamp(now),
            answer_by=now + within_seconds,
            token=token,
        )
        standing = self._id_of(kind, job)
        if standing is None and self._put_first(asked, job, now):
            return asked
        return self._update(
            standing or self._known(kind, job),
            "SET #token = :token",
            "attribute_exists(#key)",
            names={"#token": "token"},
            values={":token": token},
        )

    def close(self, kind: str, job: StepJob, why: str, *, now: float) -> Question | None:
        """Let nobody answer any more, unless somebody has; never asked, it is not to be asked later either.

        Returns the question as it stands, None where it had not been asked.
        """
        standing = self._id_of(kind, job)
        if standing is None and self._put_first(_barred(kind, job, why, now), job, now):
            return None
        try:
            return self._update(
                standing or self._known(kind, job),
                "SET closed = :why REMOVE open_kind",
                "attribute_exists(#key) AND attribute_not_exists(answer) AND attribute_not_exists(closed)",
                values={":why": why},
            )
        except _Refused as refused:
            return refused.question

    def answer(self, question_id: str, answer: Answer, *, now: float) -> Question:
        """Write the answer down, once; the same again changes nothing. Returns the question as it stands.

        Raises:
            NoSuchQuestion: there is none of this id.
            Contradiction: it has been answered in another way.
            TooLate: it is closed, or its time is over.
        """
        try:
            return self._update(
                question_id,
                "SET answer = :answer REMOVE open_kind",
                "attribute_exists(#key) AND attribute_not_exists(answer) AND attribute_not_exists(closed)"
                " AND answer_by > :now",
                values={":answer": _plain(answer.model_dump()), ":now": now},
            )
        except _Refused as refused:
            standing = refused.question
            if standing is None:
                raise NoSuchQuestion(question_id) from refused
            if standing.answer is None:
                raise TooLate(standing.closed or "the time to answer is over") from refused
            if standing.answer.word != answer.word:
                raise Contradiction(standing.answer) from refused
            return standing

    def find(self, question_id: str) -> Question | None:
        """Return the question of this id (a consistent read)."""
        found = self.dynamodb.get_item(TableName=self.table, Key=_key(question_id), ConsistentRead=True)
        return _question(found["Item"]) if "Item" in found else None

    def open(self, kind: str, *, limit: int, after: tuple[str, str] | None = None) -> Page:
        """Return a page of the questions of a kind that wait, as they stand; the index may lag a little."""
        query: QueryInputTypeDef = {
            "TableName": self.table,
            "IndexName": INDEX,
            "KeyConditionExpression": "open_kind = :kind",
            "ExpressionAttributeValues": {":kind": {"S": kind}},
            "Limit": limit,
        }
        if after is not None:
            asked_at, last = after
            query["ExclusiveStartKey"] = {**_key(last), "open_kind": {"S": kind}, "asked_at": {"S": asked_at}}
        answer = self.dynamodb.query(**query)
        ids = [item["key"]["S"].partition("#")[2] for item in answer["Items"]]
        standing = [question for question in map(self.find, ids) if question is not None]
        more = (answer["Items"][-1]["asked_at"]["S"], ids[-1]) if "LastEvaluatedKey" in answer else None
        waiting = tuple(one for one in standing if one.answer is None and one.closed is None)
        return Page(waiting, more)

    def _id_of(self, kind: str, job: StepJob) -> str | None:
        found = self.dynamodb.get_item(
            TableName=self.table, Key={"key": {"S": _way(kind, job)}}, ConsistentRead=True
        )
        return found["Item"]["question"]["S"] if "Item" in found else None

    def _known(self, kind: str, job: StepJob) -> str:
        """Return the id of a question that somebody else has put just now."""
        question_id = self._id_of(kind, job)
        if question_id is None:
            raise LookupError(_way(kind, job))
        return question_id

    def _put_first(self, question: Question, job: StepJob, now: float) -> bool:
        """Put the question and the way to it, both or none; tell whether it is the first of its run."""
        expires_at = int(now) + KEPT_SECONDS
        way: dict[str, Plain] = {
            "key": _way(question.kind, job),
            "question": question.id,
            "expires_at": expires_at,
        }
        written: dict[str, Plain] = {
            **_plain(question.model_dump(exclude_none=True)),
            "key": f"question#{question.id}",
            "expires_at": expires_at,
            **({"open_kind": question.kind} if question.closed is None else {}),
        }
        try:
            self.dynamodb.transact_write_items(TransactItems=[self._put(way), self._put(written)])
        except self.dynamodb.exceptions.TransactionCanceledException as cancelled:
            codes = [reason.get("Code", "None") for reason in cancelled.response["CancellationReasons"]]
            if not set(codes) <= {"None", "ConditionalCheckFailed"}:
                raise
            return False
        return True

    def _put(self, item: Mapping[str, Plain]) -> "TransactWriteItemTypeDef":
        return {
            "Put": {
                "TableName": self.table,
                "Item": to_item(item),
                "ConditionExpression": "attribute_not_exists(#key)",
                "ExpressionAttributeNames": {"#key": "key"},
            }
        }

    def _update(
        self,
        question_id: str,
        change: str,
        where: str,
        *,
        values: Mapping[str, Plain],
        names: Mapping[str, str] | None = None,
    ) -> Question:
        try:
            updated = self.dynamodb.update_item(
                TableName=self.table,
                Key=_key(question_id),
                UpdateExpression=change,
                ConditionExpression=where,
                ExpressionAttributeNames={"#key": "key", **(names or {})},
                ExpressionAttributeValues={name: to_attribute(value) for name, value in values.items()},
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException as refused:
            raise _Refused(cast("dict[str, _Item]", dict(refused.response)).get("Item")) from refused
        return _question(updated["Attributes"])


class _Refused(Exception):
    """The condition of a write was not met; the question as it stands, None where there is none."""

    def __init__(self, item: "_Item | None") -> None:
        super().__init__()
        self.question = _question(item) if item is not None else None


def _barred(kind: str, job: StepJob, why: str, now: float) -> Question:
    return Question(
        id=secrets.token_hex(16),
        kind=kind,
        owner=job.owner,
        job=job.id,
        run=job.run,
        about={},
        asked_at=timestamp(now),
        answer_by=now,
        token="",
        closed=why,
    )


def _key(question_id: str) -> "dict[str, UniversalAttributeValueTypeDef]":
    return {"key": {"S": f"question#{question_id}"}}


def _way(kind: str, job: StepJob) -> str:
    return f"asked#{kind}#{job.key}#{job.run}"


def _plain(dumped: dict[str, JsonValue]) -> dict[str, Plain]:
    return cast("dict[str, Plain]", dumped)  # JSON is plain


def _question(item: "_Item") -> Question:
    return Question.model_validate(from_item(item))
