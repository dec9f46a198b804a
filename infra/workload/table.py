"""A workload's own table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Index:
    """A global secondary index; both its keys are strings, and it holds keys only unless `whole`.

    Args:
        name: of the index.
        partition: the attribute that is its partition key.
        sort: the attribute that is its sort key.
        whole: whether it holds whole items.
    """

    name: str
    partition: str
    sort: str
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """The table of one workload: partition key `key`, items gone after `expires_at` (epoch seconds).

    Args:
        sort: the attribute that is its sort key, if it has one.
        indexes: beside the table.
    """

    sort: str | None = None
    indexes: Sequence[Index] = ()
