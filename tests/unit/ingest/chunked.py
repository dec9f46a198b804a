"""Reads a file in chunks, as a run of the state machine does, without AWS around it."""

from dataclasses import dataclass

from functions.ingest.chunks import Chunk, Extent, misfits, split
from functions.ingest.reading import ChunkReader
from functions.ingest.records import RECORD_BYTES, RecordReader


@dataclass(frozen=True)
class Outcome:
    """What reading a file came to.

    Attributes:
        rows: the line (from 0) and the values of each row.
        flaws: the line and the reason of each record that is none.
        lines: line breaks counted.
        rounds: how often chunks were read.
        largest: the most bytes asked for at once.
    """

    rows: list[tuple[int, tuple[object, ...]]]
    flaws: list[tuple[int, str]]
    lines: int
    rounds: int
    largest: int


def read_chunked(
    file: bytes,
    records: RecordReader,
    *,
    chunk_bytes: int,
    piece_bytes: int = 1 << 20,
    record_bytes: int = RECORD_BYTES,
) -> Outcome:
    """Read a file in chunks of a size, until they fit together."""
    asked = [0]

    def read(start: int, stop: int) -> bytes:
        assert 0 <= start < stop <= len(file), "a range that S3 would refuse"
        asked.append(stop - start)
        return file[start:stop]

    chunks = split(0, len(file), chunk_bytes)
    found: dict[int, tuple[Extent, int, list[tuple[int, tuple[object, ...]]], list[tuple[int, str]]]] = {}
    again: list[Chunk] = chunks
    rounds = 0
    while again:
        rounds += 1
        assert rounds <= len(chunks), "each round settles one chunk at least"
        for chunk in again:
            reader = ChunkReader(
                read, len(file), chunk, records, piece_bytes=piece_bytes, record_bytes=record_bytes
            )
            batches = list(reader.batches())
            rows = [
                (line, tuple(values))
                for batch in batches
                for line, values in zip(batch.lines, batch.rows, strict=True)
            ]
            flaws = [(flaw.line, flaw.reason) for batch in batches for flaw in batch.flaws]
            found[chunk.number] = (reader.extent, reader.lines, rows, flaws)
        again = list(misfits([found[chunk.number][0] for chunk in chunks], rounds))
    lines = 0
    all_rows, all_flaws = [], []
    for chunk in chunks:
        _, count, rows, flaws = found[chunk.number]
        all_rows += [(lines + line, values) for line, values in rows]
        all_flaws += [(lines + line, reason) for line, reason in flaws]
        lines += count
    return Outcome(all_rows, all_flaws, lines, rounds, max(asked))


def read_at_once(file: bytes, records: RecordReader, *, record_bytes: int = RECORD_BYTES) -> Outcome:
    """Read a file as one chunk, in one piece."""
    size = max(len(file), 1)
    return read_chunked(file, records, chunk_bytes=size, piece_bytes=size, record_bytes=record_bytes)
