"""Answers: what SES said of each recipient of a job, one item each, so that nobody is mailed twice.

An answer is written as soon as it is there. Whom a job has mailed it never mails again, in a later attempt
or in a later run; whom SES rejected, a later run asks for anew.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.email.items import read_items
from functions.email.result import Rejected, Sent
from functions.offload.job import Job

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, UniversalAttributeValueTypeDef


@dataclass(frozen=True)
class Failed:
    """SES could not be asked, for a reason that may pass: in this attempt the recipient has had their turn.

    Attributes:
        address: the recipient's.
        reason: what went wrong.
    """

    address: str
    reason: str


@dataclass(frozen=True)
class Answers:
    """The answers of one job.

    Args:
        dynamodb: a DynamoDB client.
        table: the workload's own table.
        job: whose recipients they are.
        kept_seconds: for how long; at least as long as the job itself.
    """

    dynamodb: "DynamoDBClient"
    table: str
    job: Job
    kept_seconds: int

    def find(self, addresses: Sequence[str]) -> Mapping[str, Sent | Rejected | Failed]:
        """Return what became of mails, where this attempt need not try them. Raises NotRead."""
        items = read_items(self.dynamodb, self.table, map(self._key, addresses))
        found = {
            address: self._read(address, items[self._key(address)])
            for address in addresses
            if self._key(address) in items
        }
        return {address: answer for address, answer in found.items() if answer is not None}

    def _read(
        self, address: str, item: "Mapping[str, AttributeValueTypeDef]"
    ) -> Sent | Rejected | Failed | None:
        if "message_id" in item:
            return Sent(address=address, message_id=item["message_id"]["S"], key=item["object"]["S"])
        if int(item["run"]["N"]) != self.job.ref.run:
            return None
        if "attempt" not in item:
            return Rejected(address=address, reason=item["reason"]["S"])
        if int(item["attempt"]["N"]) != self.job.attempt:
            return None
        return Failed(address, item["reason"]["S"])

    def keep(self, answer: Sent | Rejected | Failed) -> None:
        """Write an answer down."""
        said: dict[str, UniversalAttributeValueTypeDef]
        match answer:
            case Sent():
                said = {"message_id": {"S": answer.message_id}, "object": {"S": answer.key}}
            case Rejected():
                said = {"reason": {"S": answer.reason}}
            case Failed():
                said = {"reason": {"S": answer.reason}, "attempt": {"N": str(self.job.attempt)}}
        self.dynamodb.put_item(
            TableName=self.table,
            Item={
                "key": {"S": self._key(answer.address)},
                **said,
                "run": {"N": str(self.job.ref.run)},
                "expires_at": {"N": str(int(time.time()) + self.kept_seconds)},
            },
        )

    def _key(self, address: str) -> str:
        # The instant tells the job from a later one that has its id, once this one is forgotten.
        return f"answer#{self.job.ref.key}#{self.job.submitted_at}#{address.lower()}"
