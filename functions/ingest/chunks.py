"""Chunks: the byte ranges of a file that are mapped side by side, and how one knows that they fit together.

Where a chunk's first record begins cannot be known without reading the file from its start: the line break
before it may stand in quotes. So each chunk but the first supposes that it does not, and tells where its
first record began and where the record after its last one begins. If each chunk begins where the one before
it ended, the chunks have read what one reader would have read from the start: at the begin of a record
nothing else is to be known. If not, the chunk is read again from where it should have begun.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, RootModel

#: So many child executions, reports and parts a job may have.
MAX_CHUNKS: Final = 1_000


class Chunk(BaseModel):
    """A byte range: its records are those that begin in it, even if the last one ends behind it.

    Attributes:
        number: its place among the chunks, from 0.
        start: its first byte's position in the file.
        stop: the position behind its last byte.
        begin: where a record is known to begin, the first that is not the chunk's before; None to suppose
            that it is the first line. At `stop` or behind it, no record begins in the chunk.
        round: how often the chunks have been looked at when this was asked for; what is written names it.
    """

    model_config = ConfigDict(frozen=True)

    number: int = Field(ge=0)
    start: int = Field(ge=0)
    stop: int = Field(ge=0)
    begin: int | None = None
    round: int = 0


class Chunks(RootModel[list[Chunk]]):
    """Chunks as the items of the state machine's Map."""


class Extent(BaseModel):
    """Where the records of a mapped chunk lay.

    Attributes:
        chunk: the chunk as it was asked for.
        begin: where its first record began; None if no line begins in it.
        end: where the first record behind it begins; for a chunk in which no record begins, its `stop`.
    """

    model_config = ConfigDict(frozen=True)

    chunk: Chunk
    begin: int | None
    end: int


def split(first: int, size: int, chunk_bytes: int) -> list[Chunk]:
    """Split a file into chunks.

    Args:
        first: where its first record begins, in bytes: behind the header.
        size: of the file, in bytes.
        chunk_bytes: of a chunk; more, where there would be over MAX_CHUNKS.
    """
    step = max(chunk_bytes, -(-(size - first) // MAX_CHUNKS))
    starts = list(range(first, size, step)) or [first]
    return [
        Chunk(number=number, start=start, stop=stop, begin=first if number == 0 else None)
        for number, (start, stop) in enumerate(pairwise([*starts, size]))
    ]


def misfits(extents: Sequence[Extent], next_round: int) -> Iterator[Chunk]:
    """Yield the chunks that have to be read again, each with the begin that the one before it tells.

    With every round at least the first of them is right for good, so no more rounds are needed than chunks.

    Args:
        extents: of all chunks, in their order.
        next_round: the number of the round in which they will be read.
    """
    expected = extents[0].chunk.start
    for extent in extents:
        chunk = extent.chunk
        fits = extent.begin is None if expected >= chunk.stop else extent.begin == expected
        if not fits:
            yield chunk.model_copy(update={"begin": expected, "round": next_round})
        # What a chunk that does not fit tells of its end is still the best guess there is.
        expected = max(expected, extent.end)
