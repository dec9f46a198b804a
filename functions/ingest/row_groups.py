"""Row groups of a Parquet file: rows are gathered until they are worth a group, and then written."""

from typing import Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from functions.ingest.object_writer import ObjectWriter

#: A row group is written when it has so many rows, or so many bytes in memory.
GROUP_ROWS: Final = 128 * 1024
GROUP_BYTES: Final = 32 * 1024 * 1024


class RowGroups:
    """A Parquet file under way; the file is whole when the context is left without an error.

    Args:
        sink: takes its bytes.
        schema: of the rows.
    """

    def __init__(self, sink: ObjectWriter, schema: pa.Schema) -> None:
        self._schema = schema
        # Column statistics and Zstandard's lightest level: readers skip groups, and writing keeps its speed.
        self._writer = pq.ParquetWriter(sink, schema, compression="zstd", compression_level=1)
        self._batches: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0

    def add(self, batch: pa.RecordBatch) -> list[pa.Table]:
        """Take some rows; return the group that was written, if one was."""
        if batch.num_rows:
            self._batches.append(batch)
            self._rows += batch.num_rows
            self._bytes += batch.nbytes
        return self._write() if self._rows >= GROUP_ROWS or self._bytes >= GROUP_BYTES else []

    def finish(self) -> list[pa.Table]:
        """Write what is left; return it."""
        return self._write() if self._batches else []

    def _write(self) -> list[pa.Table]:
        table = pa.Table.from_batches(self._batches, self._schema)
        self._batches, self._rows, self._bytes = [], 0, 0
        self._writer.write_table(table, row_group_size=len(table))
        return [table]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self._writer.close()
