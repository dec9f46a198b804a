"""The suppression list: whom we do not mail any more, in the workload's own table.

Mailing on to addresses that bounce or complain costs the account its right to send.
https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-bounce.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from functions.email.items import read_items

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Reason = Literal["bounce", "complaint"]


@dataclass(frozen=True)
class SuppressionList:
    """The list in one table: an item for each address, which stays until a person takes it away.

    Args:
        dynamodb: a DynamoDB client.
        table: the table's name.
    """

    dynamodb: "DynamoDBClient"
    table: str

    def find(self, addresses: Sequence[str]) -> Mapping[str, Reason]:
        """Return why addresses are on the list, for those that are. Raises NotRead."""
        found = read_items(self.dynamodb, self.table, map(_key, addresses))
        listed = [address for address in addresses if _key(address) in found]
        return {address: cast("Reason", found[_key(address)]["reason"]["S"]) for address in listed}

    def suppress(self, address: str, reason: Reason, at: str) -> None:
        """Put an address on the list; one that is on it stays as it is.

        So it does not matter how often an event comes, nor in which order.

        Args:
            address: of a mail that came back or was complained about.
            reason: which of the two.
            at: when SES heard of it, ISO 8601.
        """
        self.dynamodb.update_item(
            TableName=self.table,
            Key={"key": {"S": _key(address)}},
            UpdateExpression="SET reason = if_not_exists(reason, :reason),"
            " since = if_not_exists(since, :since)",
            ExpressionAttributeValues={":reason": {"S": reason}, ":since": {"S": at}},
        )


def _key(address: str) -> str:
    # No mail provider of size tells upper case from lower in an address; a bounce may have changed it.
    return f"suppressed#{address.strip().lower()}"
