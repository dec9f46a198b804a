"""A grant: something a function may do beyond its trade, and what it is told so that it can.

Each kind is a class of its own in `infra/grants`; a fork adds its own beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs

from infra.constructs.foundation import Foundation
from infra.constructs.mail_sender import MailSenderIdentity


class Grantee(Protocol):
    """Who can be given something: a function with its role."""

    def allow(
        self, *actions: str, on: list[str], only_if: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """Let it do these actions on these resources (ARNs), and on nothing else.

        Args:
            actions: such as "sqs:SendMessage".
            on: the resources.
            only_if: conditions of the statement.
        """

    def allow_objects(self, action: str, *, bucket: s3.IBucket, prefix: str) -> None:
        """Let it do an action on the objects of a bucket under a prefix."""

    def tell(self, **environment: str) -> None:
        """Put variables into its environment; told twice, a variable has the same value."""


@dataclass(frozen=True)
class Surroundings:
    """What a grant can give something of.

    Attributes:
        foundation: what every part of the stage stands on.
        workload: the name of the workload.
        table: the workload's own, if it has one.
        inner_queues: the workload's inner queues, by the name of their entry.
        mail_sender: the workload's own, if it has one.
    """

    foundation: Foundation
    workload: str
    table: dynamodb.ITable | None
    inner_queues: Mapping[str, sqs.IQueue]
    mail_sender: MailSenderIdentity | None = None


class Grant(Protocol):
    """Gives a function one thing."""

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permission and tell the function what it needs to use it."""
