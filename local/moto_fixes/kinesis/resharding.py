"""moto moves the records of a shard that is split or merged, which read them again under other numbers.

moto 5.2.5, `kinesis/models.py: Stream.split_shard` and `merge_shards`: a reader that was at the end of the
old shard gets all its records once more, and new ones may still go to the closed shard. Here streams keep the
shards they were made with. Can go when moto leaves the records where they are.

Shown by test_the_shards_of_a_data_stream_do_not_change
in tests/flow/local/test_engine_streams.py.
"""

from typing import NoReturn

from moto.kinesis.exceptions import InvalidArgumentError
from moto.kinesis.models import Stream

from local.moto_fixes.mend import replace


def install() -> None:
    """Mend moto."""
    replace(Stream, "split_shard", _refuse)
    replace(Stream, "merge_shards", _refuse)


def _refuse(stream: Stream, *_: object) -> NoReturn:
    raise InvalidArgumentError(f"the local runtime does not change the shards of {stream.stream_name}")
