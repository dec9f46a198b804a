"""Mends of moto.kinesis: the records of a shard."""

from local.moto_fixes.kinesis import resharding, shards


def install() -> None:
    """Mend moto's Kinesis."""
    for mend in (resharding, shards):
        mend.install()
