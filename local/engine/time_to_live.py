"""Removes the items of tables whose time to live is over.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
"""

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table

from local.hub import Hub

#: How long an expired item stays at most, in seconds. DynamoDB promises days and takes minutes: nobody may
#: rely on an expired item being there, or being gone.
SWEEP_INTERVAL = 3600.0

#: DynamoDB takes what expired so long ago for a mistake, and keeps it: five years, in seconds.
TOO_OLD = 5 * 365 * 86_400

#: Who removes expired items, as the records of a stream say it.
#: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
SERVICE = {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}


class TimeToLive:
    """Removes expired items from the tables of one account and region.

    Args:
        hub: gives the time.
        account: the AWS account's number.
        region: the AWS region.
    """

    def __init__(self, hub: Hub, account: str, region: str) -> None:
        self._hub = hub
        self._account = account
        self._region = region
        self._tables: list[Table] = []
        self._changed = hub.signal()

    def start(self) -> None:
        """Begin to remove items, as soon as a table has a time to live."""
        self._hub.spawn(self._run, "time to live")

    def read(self) -> None:
        """Take note of the tables that have a time to live."""
        tables = dynamodb_backends[self._account][self._region].tables.values()
        self._tables = [table for table in tables if table.ttl["TimeToLiveStatus"] == "ENABLED"]
        self._changed.set()

    def _run(self) -> None:
        while True:
            self._changed.clear()
            if not self._changed.wait(SWEEP_INTERVAL if self._tables else None):
                for table in self._tables:
                    self._sweep(table)

    def _sweep(self, table: Table) -> None:
        now = self._hub.now()
        for item in table.all_items():
            expires = item.attrs.get(table.ttl["AttributeName"])
            if expires is not None and expires.type == "N" and now - TOO_OLD < float(expires.value) < now:
                table.delete_item(item.hash_key, item.range_key)
                if table.stream_shard is not None:
                    table.stream_shard.items[-1].record["userIdentity"] = SERVICE
