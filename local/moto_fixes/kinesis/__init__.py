"""Mends of moto.kinesis: the records of a shard, and how many it takes."""

from local.moto_fixes.kinesis import resharding, shards, write_limits


def install() -> None:
    """Mend moto's Kinesis."""
    for mend in (resharding, shards, write_limits):
        mend.install()
