"""The workload's own table."""

from infra.workload.errors import CatalogError
from infra.workload.grant import Grantee, Surroundings


class OwnTable:
    """The function does these actions on the workload's own table; OWN_TABLE names it.

    Args:
        actions: such as "GetItem"; a transaction needs those of its parts:
            https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
        index: the index they are done on, instead of the table.
    """

    def __init__(self, *actions: str, index: str | None = None) -> None:
        self.actions, self.index = actions, index

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permission."""
        table = surroundings.table
        if table is None:
            raise CatalogError(f"workload {surroundings.workload!r}: it has no table that could be granted")
        on = f"{table.table_arn}/index/{self.index}" if self.index else table.table_arn
        grantee.allow(*(f"dynamodb:{action}" for action in self.actions), on=[on])
        grantee.tell(OWN_TABLE=table.table_name)
