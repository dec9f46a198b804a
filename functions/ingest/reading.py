"""Reading a chunk: from ranged reads of a file to batches of records, with where in the file they begin.

A piece of the file is in memory at a time, and the record that goes on behind it.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from functions.ingest.chunks import Chunk, Extent
from functions.ingest.records import RECORD_BYTES, Flaw, RecordReader, Records, lines_of, shown

#: Bytes asked for at once within the chunk.
PIECE_BYTES: Final = 4 * 1024 * 1024

#: Bytes asked for at once behind it, where the end of its last record is looked for.
TAIL_BYTES: Final = 64 * 1024

#: Gives the bytes of a file from a position to before another.
Read = Callable[[int, int], bytes]


class ChunkReader:
    """Reads one chunk of a file, once.

    Args:
        read: gives bytes of the file.
        size: of the file, in bytes.
        chunk: which part of it.
        records: reads its format.
        piece_bytes: asked for at once.
        record_bytes: the longest record.

    Attributes:
        lines: line breaks in the chunk, from its `start` to its `stop`; known when all batches are read.
    """

    def __init__(
        self,
        read: Read,
        size: int,
        chunk: Chunk,
        records: RecordReader,
        *,
        piece_bytes: int = PIECE_BYTES,
        record_bytes: int = RECORD_BYTES,
    ) -> None:
        self._read = read
        self._size = size
        self._chunk = chunk
        self._records = records
        self._piece_bytes = piece_bytes
        self._record_bytes = record_bytes
        self._buffer = b""
        #: Of the buffer's first byte: where it stands, and how many line breaks of the chunk are before it.
        self._position = self._fetched = chunk.start
        self._line = 0
        self._begin: int | None = None
        self.lines = 0

    @property
    def extent(self) -> Extent:
        """Where the records lay; known when all batches are read."""
        end = self._chunk.stop if self._begin is None else self._position
        return Extent(chunk=self._chunk, begin=self._begin, end=end)

    def batches(self) -> Iterator[Records]:
        """Yield the chunk's records; lines are counted from 0 at the chunk's `start`."""
        if self._find_begin():
            while self._position < self._chunk.stop:
                batch = self._next_batch()
                if batch is not None:
                    yield batch
        while self._fetched < self._chunk.stop:
            self._drop(len(self._buffer))
            self._fetch()

    def _find_begin(self) -> bool:
        """Go to where the first record begins; tell whether there is one."""
        chunk = self._chunk
        if chunk.begin is None:
            found = self._read(chunk.start - 1, chunk.start) == b"\n" or self._skip_line(to=chunk.stop)
        else:
            found = chunk.begin < chunk.stop
            while found and self._position < chunk.begin:
                self._fetch()
                self._drop(min(len(self._buffer), chunk.begin - self._position))
        if found and self._position < chunk.stop:
            self._begin = self._position
        return self._begin is not None

    def _next_batch(self) -> Records | None:
        """Return the records of the whole lines at hand, None if more must be fetched first."""
        final = self._fetched == self._size
        end = len(self._buffer) if final else self._buffer.rfind(b"\n") + 1
        if end == 0:
            if len(self._buffer) > self._record_bytes:
                return self._too_long()
            self._fetch()
            return None
        lines = lines_of(
            self._buffer[:end],
            final=final,
            begins_before=self._chunk.stop - self._position,
            behind=len(self._buffer) - end,
            limit=self._record_bytes,
        )
        batch = self._records.read(lines)
        first = self._line
        if batch.consumed == len(lines.texts):
            self._drop(end)
        else:
            self._drop(sum(map(len, islice(io.BytesIO(self._buffer), batch.consumed))))
        if batch.waiting:
            self._fetch()
        return _moved(batch, first)

    def _too_long(self) -> Records:
        """Reject the line at hand, of which more is known than a record may have, and go to the next."""
        text = self._buffer[: self._record_bytes].decode(errors="replace")
        flaw = Flaw(self._line, "RecordTooLong", None, shown(text))
        self._skip_line(to=self._size)
        return Records(flaws=[flaw])

    def _skip_line(self, *, to: int) -> bool:
        """Go to the next line, or where there is none to position `to`; tell whether there is one."""
        while True:
            end = self._buffer.find(b"\n") + 1
            self._drop(end or len(self._buffer))
            if end:
                return True
            if self._fetched >= to:
                return False
            self._fetch()

    def _fetch(self) -> None:
        """Fetch the next piece: one ends where the chunk ends."""
        stop = self._chunk.stop
        if self._fetched < stop:
            to = min(self._fetched + self._piece_bytes, stop)
        else:
            to = min(self._fetched + min(TAIL_BYTES, self._piece_bytes), self._size)
        piece = self._read(self._fetched, to)
        if self._fetched < stop:
            self.lines += piece.count(b"\n")
        self._fetched = to
        self._buffer += piece

    def _drop(self, count: int) -> None:
        self._line += self._buffer.count(b"\n", 0, count)
        self._position += count
        self._buffer = self._buffer[count:]


def _moved(records: Records, lines: int) -> Records:
    """Return the records with all lines counted from so many lines before."""
    return replace(
        records,
        lines=[line + lines for line in records.lines],
        flaws=[replace(flaw, line=flaw.line + lines) for flaw in records.flaws],
    )
