"""Mapping: one chunk of an upload becomes a part of the Parquet file, a part of the rejects, and a report.

Rows go out a row group at a time, rejects as they come, so neither a large chunk nor one of garbage is held
in memory. Done again, it overwrites the same objects with the same.
"""

import json
from collections import Counter

from functions.ingest.chunks import Chunk
from functions.ingest.columns import RowContract, schema_of
from functions.ingest.figures import Adder
from functions.ingest.measuring import figures_of
from functions.ingest.objects import JobObjects, Upload
from functions.ingest.reading import PIECE_BYTES, ChunkReader
from functions.ingest.records import CsvRecords, Flaw, JsonRecords, RecordReader
from functions.ingest.report import PART, REJECTS, ChunkReport, Plan
from functions.ingest.row_groups import RowGroups


def map_one_chunk(
    objects: JobObjects, upload: Upload, plan: Plan, chunk: Chunk, *, piece_bytes: int = PIECE_BYTES
) -> ChunkReport:
    """Read one chunk, write its part and its rejects, and return the report, which is not written here.

    Raises:
        UploadChanged: the upload is another one by now.
    """
    wanted = plan.wanted
    reader = ChunkReader(upload.read, plan.size, chunk, _records(plan), piece_bytes=piece_bytes)
    is_csv = wanted.format == "csv"
    places = plan.places if is_csv else list(range(len(wanted.columns)))
    contract = RowContract(wanted.columns, places, from_text=is_csv)
    rejected: Counter[str] = Counter()
    figures = Adder(wanted.columns, wanted.aggregate)
    with (
        objects.writer(objects.scratch_of(chunk, REJECTS), "application/jsonl") as rejects,
        objects.writer(objects.scratch_of(chunk, PART), "application/vnd.apache.parquet") as part,
        RowGroups(part, schema_of(wanted.columns)) as rows,
    ):
        for records in reader.batches():
            typed = contract.check(records)
            for group in rows.add(typed.rows):
                figures.add(figures_of(group, wanted.columns, wanted.aggregate))
            for flaw in typed.flaws:
                rejected[flaw.reason] += 1
                rejects.write(reject_line(flaw))
        for group in rows.finish():
            figures.add(figures_of(group, wanted.columns, wanted.aggregate))
    return ChunkReport(
        extent=reader.extent, lines=reader.lines, rejected=dict(rejected), figures=figures.total()
    )


def reject_line(flaw: Flaw) -> bytes:
    """Return a line of the rejects: the merge counts on the line number in front."""
    told = {"line": flaw.line, "reason": flaw.reason, "column": flaw.column, "text": flaw.text}
    return json.dumps(told, ensure_ascii=False).encode(errors="replace") + b"\n"


def _records(plan: Plan) -> RecordReader:
    wanted = plan.wanted
    if wanted.format == "csv":
        return CsvRecords(wanted.delimiter, plan.width)
    return JsonRecords([column.name for column in wanted.columns])
